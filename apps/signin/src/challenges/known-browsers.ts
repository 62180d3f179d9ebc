import { cookieNamed, setCookie } from '@gatehouse/http';
import type { Sealer } from '@gatehouse/runtime';

const YEAR_S = 365 * 86_400;
/** A browser is known for a year: the month of the sign-in and the twelve after it. */
const MONTHS = 13;
/** People who share a browser. */
const MOST_PEOPLE = 4;

export interface KnownBrowsersOptions {
  sealer: Pick<Sealer, 'macs'>;
  /** Whether cookies are for https alone. */
  secure: boolean;
  now: () => number;
}

export type KnownBrowsers = ReturnType<typeof createKnownBrowsers>;

/** Browsers in which a person signed in: a cookie says so, by nothing but a keyed hash for each person. */
export function createKnownBrowsers({ sealer, secure, now }: KnownBrowsersOptions) {
  const name = `${secure ? '__Secure-' : ''}gatehouse-known`;
  const marksOf = (emailKey: string, month: number) => sealer.macs(`${month}:${emailKey}`, 'known-browser');
  function monthNow(): number {
    const date = new Date(now());
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  }
  const valuesOf = (cookies: string | undefined) =>
    (cookieNamed(name, cookies) ?? '').split('.').filter((value) => value !== '');
  function isOf(value: string, emailKey: string): boolean {
    const month = monthNow();
    return Array.from({ length: MONTHS }, (_, ago) => marksOf(emailKey, month - ago))
      .flat()
      .includes(value);
  }
  return {
    /** Whether the person with this address signed in here. `cookies`: the request's header. */
    knows: (cookies: string | undefined, emailKey: string): boolean =>
      valuesOf(cookies)
        .slice(0, MOST_PEOPLE)
        .some((value) => isOf(value, emailKey)),
    /** The cookie to set once the person has signed in. */
    remember(cookies: string | undefined, emailKey: string): string {
      const [mark = ''] = marksOf(emailKey, monthNow());
      const others = valuesOf(cookies).filter((value) => /^[\w-]{43}$/.test(value) && !isOf(value, emailKey));
      const value = [mark, ...others].slice(0, MOST_PEOPLE).join('.');
      return setCookie({ name, value, path: '/sign-in', maxAgeSeconds: YEAR_S, secure });
    },
  };
}
