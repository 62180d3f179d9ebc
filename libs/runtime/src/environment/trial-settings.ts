import { isLoopback } from './is-loopback.ts';
import type { Notice, ValuesOf } from './variable.ts';
import type { variables } from './variables.ts';

type Values = Partial<ValuesOf<typeof variables>>;

/** Whether others are meant to reach it. */
function isExposed({ GATEHOUSE_ENV, HOST, PUBLIC_URL }: Values): boolean {
  if (GATEHOUSE_ENV !== undefined) return true;
  return (HOST !== undefined && !isLoopback(HOST)) || (PUBLIC_URL !== undefined && isOfOthers(PUBLIC_URL));
}

const isOfOthers = (url: string) => !isLoopback(new URL(url).hostname);

/** By variable: what is fit for trying out alone, where others reach the platform. `has`: whether the app reads it. */
const CHECKS: { [N in keyof Values]: (values: Values) => string | false } = {
  PUBLIC_URL({ PUBLIC_URL: url, GATEHOUSE_ENV }) {
    if (url === undefined)
      return GATEHOUSE_ENV !== undefined && 'is missing: it should be the https:// address of the platform';
    if (url.startsWith('https:')) return false;
    return (
      (GATEHOUSE_ENV !== undefined || isOfOthers(url)) &&
      `is ${JSON.stringify(url)}: it should be https://, since links with secrets begin with it`
    );
  },
  DEMO_DATA: ({ DEMO_DATA }) =>
    DEMO_DATA === true && 'is true: it should be false where others reach the platform',
  ALLOW_PRIVATE_CALLBACKS: ({ ALLOW_PRIVATE_CALLBACKS }) =>
    ALLOW_PRIVATE_CALLBACKS === true &&
    'is true: it should be false where services are not all your own, since it lets them have addresses inside your network called',
  METRICS_TOKEN: ({ METRICS_TOKEN }) =>
    METRICS_TOKEN === undefined &&
    'is missing: it should be a secret, since whoever reaches /metrics can read it',
  TRUSTED_PROXIES: ({ TRUSTED_PROXIES }) =>
    TRUSTED_PROXIES === undefined &&
    'is missing: it should be the number of proxies before the gateway, 0 where there is none, since limits count by the address of the client',
  EMAIL_FROM: ({ EMAIL_FROM }) =>
    /@localhost>?$/i.test(EMAIL_FROM ?? '') &&
    'is an address of localhost: it should be one of your own domain',
};

/** The settings, of those that an app reads, that are not fit for a platform that others reach: a line each. */
export function trialSettings(values: Values): Notice[] {
  if (!isExposed(values)) return [];
  return Object.entries(CHECKS).flatMap(([variable, check]) => {
    const fault = variable in values && check(values);
    return fault === false ? [] : [{ variable, text: `${variable} ${fault}` }];
  });
}
