import { type AppName, appNames, apps, backendNames, portVariable, urlVariable } from '@gatehouse/contracts';
import {
  bearerToken,
  emailUrl,
  exactOrigin,
  foreignToken,
  keyList,
  numberFromZero,
  optionalHttpUrl,
  optionalOrigin,
  optionalPageUrl,
  optionalText,
  optionalWholeNumber,
  port,
  positiveNumber,
  secondsList,
  secret,
  text,
  trueOrFalse,
  wholeNumber,
} from './kinds.ts';

const sqliteOr = (other: string) => new RegExp(`^(?:sqlite:|${other})$`);
const HOST_PORT = '[a-z0-9._-]+:\\d{1,5}';
/** user:password@, percent-encoded. */
const USER = '(?:[^@:/?#\\s]+:[^@/?#\\s]+@)?';
const PARAMETER = '(?:ssl|sasl|partitions|replication|min-insync|prefix)=[a-z0-9-]+';

/** The port of each app. */
export const portVariables = byVariable(appNames, portVariable, (app) => port(apps[app].port));
/** For the gateway: the address of each service. */
export const urlVariables = byVariable(backendNames, urlVariable, () => optionalHttpUrl());

function byVariable<A extends AppName, N extends string, V>(
  names: readonly A[],
  variableOf: (app: A) => N,
  read: (app: A) => V,
) {
  return Object.fromEntries(names.map((app) => [variableOf(app), read(app)])) as Record<N, V>;
}

/** Where stores and the event log are. */
export const engineVariables = {
  // A scheme, a quote, ~ or $ would become part of the name of a directory.
  DATA_DIR: text(
    'the path of a directory, without scheme, quotes, ~ or $ at its beginning',
    /^(?![a-z][a-z0-9+.-]+:)(?!['"~$])[^\p{Cc}]{1,4096}$/iu,
    () => '.data',
  ),
  STORE_URL: text('sqlite: or mongodb://host', sqliteOr('mongodb(?:\\+srv)?://.+'), () => 'sqlite:'),
  EVENTS_URL: text(
    'sqlite: or kafka://host:port,host:port, with user:password@ before the hosts and ssl, sasl, partitions, replication, min-insync and prefix behind a ? where needed',
    sqliteOr(`kafka://${USER}${HOST_PORT}(?:,${HOST_PORT})*/?(?:\\?${PARAMETER}(?:&${PARAMETER})*)?`),
    () => 'sqlite:',
  ),
} as const;

/** Whose platform it is, in pages and emails. */
export const identityVariables = {
  PLATFORM_NAME: text('one line of 1 to 100 characters', /^[^\p{Cc}]{1,100}$/u, () => 'Gatehouse'),
  PLATFORM_LOGO: optionalText('the path of an SVG or PNG file', /^[^\0]{1,4096}$/),
  SUPPORT_URL: optionalPageUrl(),
  SUPPORT_EMAIL: optionalText('an email address', /^[^<>@\s]{1,64}@[^<>@\s]{1,255}$/),
  PRIVACY_URL: optionalPageUrl(),
  ACCESSIBILITY_URL: optionalPageUrl(),
} as const;

/** Every variable that the platform knows, with its default. An app reads those it needs. */
export const variables = {
  ...portVariables,
  ...urlVariables,
  GATEWAY_URL: optionalHttpUrl(),
  HOST: text('an IP address or host name to listen on', /^[A-Za-z0-9.:_-]{1,255}$/, ({ distributed }) =>
    distributed ? '0.0.0.0' : '127.0.0.1',
  ),
  TLS_CERT: optionalText('the path of a PEM file', /^[^\0]{1,4096}$/),
  TLS_KEY: optionalText('the path of a PEM file', /^[^\0]{1,4096}$/),
  PUBLIC_URL: optionalOrigin(),
  ISSUER: exactOrigin(),
  SESSION_IDLE_MINUTES: positiveNumber(44_640, 60),
  SESSION_HOURS: positiveNumber(744, 10),
  SELF_REGISTRATION: trueOrFalse(() => true),
  CHALLENGES_PER_NETWORK: wholeNumber(1, 1_000_000, 1_000),
  SIGNING_KEY_DAYS: numberFromZero(3_650, 90),
  ACCOUNTS_SIGN_IN_MINUTES: positiveNumber(1_440, 120),
  ACCOUNTS_SESSION_HOURS: positiveNumber(744, 24),
  ACCOUNTS_SESSION_IDLE_HOURS: positiveNumber(744, 2),
  SUBSCRIPTIONS_URL: optionalHttpUrl(),
  SUBSCRIPTIONS_TOKEN: foreignToken(),
  ...engineVariables,
  EMAIL_URL: emailUrl(),
  EMAIL_FROM: text(
    'an email address, or a name with one: Name <name@example.org>',
    /^(?:[^<>@\s]+@[^<>@\s]+|[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>)$/,
    () => 'no-reply@localhost',
  ),
  ...identityVariables,
  OPERATOR_SECRET: secret(),
  MASTER_KEY: keyList(),
  INTERNAL_KEY: keyList(),
  AUDIENCE: text(
    'a text of 1 to 255 printable characters',
    /^[!-~]{1,255}$/,
    () => 'signin.education.gov.uk',
  ),
  USERS_WINDOW_DAYS: wholeNumber(1, 36_500, 7),
  INVITATION_TTL_DAYS: positiveNumber(3_650, 28),
  REQUEST_TTL_DAYS: positiveNumber(3_650, 90),
  REQUEST_ESCALATION_DAYS: positiveNumber(3_650, 7),
  WEBHOOK_DISABLE_DAYS: positiveNumber(3_650, 5),
  OPERATOR_EMAIL: optionalText('an email address', /^[^<>@\s]{1,64}@[^<>@\s]{1,255}$/),
  DELIVERY_SCHEDULE: secondsList([0, 5, 300, 1_800, 7_200, 18_000, 36_000, 36_000]),
  AUDIT_DAYS: numberFromZero(36_500, 400),
  ALLOW_PRIVATE_CALLBACKS: trueOrFalse(({ distributed }) => !distributed),
  OPERATOR_CONSOLE: trueOrFalse(({ distributed }) => !distributed),
  TRUSTED_PROXIES: optionalWholeNumber(0, 20),
  RATE_LIMIT_PER_MINUTE: wholeNumber(0, 1_000_000_000, 3_000),
  METRICS_TOKEN: bearerToken(),
  GATEHOUSE_ENV: optionalText('production, or absent', /^production$/),
  DEMO_DATA: trueOrFalse(() => true),
  LOG_LEVEL: text(
    'fatal, error, warn, info, debug, trace or silent',
    /^(?:fatal|error|warn|info|debug|trace|silent)$/,
    () => 'info',
  ),
} as const;
