import type { AppName } from '@gatehouse/contracts';

/**
 * Who may use a route: the operator alone, any known client, a person who is signed in, as such or as supporter, anybody. The
 * mailbox's rule depends on where the platform runs; the operator's console is open where it is served, and asks for the
 * operator's secret itself.
 */
export type AccessPolicy =
  | 'operator'
  | 'client'
  | 'person'
  | 'supporter'
  | 'open'
  | 'mailbox'
  | 'operator-console';

/**
 * How requests are forwarded: as usual; with time for an import; with answers to writes held back until this gateway knows
 * the change; or as a poll that waits for news, which is sent home as this gateway drains; as a sign-in, for which another provider is asked.
 */
export type Forwarding = 'plain' | 'import' | 'hold-back' | 'poll' | 'sign-in';

export interface Route {
  /** Logs and metrics name the route by it. */
  readonly pattern: string;
  /** The gateway serves some itself. */
  readonly destination: AppName;
  /** Where methods of one path are different apps': each method there is. Others are refused, as no app knows them all. */
  readonly byMethod?: ByMethod | undefined;
  readonly access: AccessPolicy;
  readonly forwarding: Forwarding;
}

type ByMethod = Readonly<Record<string, AppName>>;

type Row = readonly [
  pattern: string,
  destination: AppName | ByMethod,
  access: AccessPolicy,
  forwarding?: Forwarding,
];

const MEMBER = { GET: 'access', HEAD: 'access', PUT: 'directory', DELETE: 'directory' } as const;

/** Every path that needs a route, those behind the gateway above all: `*` is one segment, `**` any number of them, none included. */
const TABLE: readonly Row[] = [
  ['/manage/health', 'gateway', 'operator'],
  ['/manage/services/*/webhook/**', 'notifier', 'operator'],
  ['/manage/services/**', 'access', 'operator', 'hold-back'],
  ['/manage/read-models/invitations-projections/**', 'invitations', 'operator'],
  ['/manage/read-models/signin-projections/**', 'signin', 'operator'],
  ['/manage/read-models/accounts-projections/**', 'accounts', 'operator'],
  ['/manage/read-models/notifier-recipients/**', 'notifier', 'operator'],
  ['/manage/read-models/**', 'access', 'operator'],
  ['/manage/users/*/organisations/*/services/**', 'access', 'operator'],
  ['/manage/users/*/identities/**', 'signin', 'operator'],
  ['/manage/users/*/sessions', 'signin', 'operator'],
  ['/manage/users/*/account-identities/**', 'accounts', 'operator'],
  ['/manage/users/*/account-sessions/**', 'accounts', 'operator'],
  ['/manage/users/*/sign-ins', 'signin', 'operator'],
  ['/manage/users/**', 'directory', 'operator'],
  ['/manage/identity-providers/**', 'signin', 'operator'],
  ['/manage/account-provider/**', 'accounts', 'operator'],
  ['/manage/attributes/**', 'accounts', 'operator'],
  ['/manage/organisations/import', 'directory', 'operator', 'import'],
  ['/manage/organisations/*/members', 'access', 'operator'],
  ['/manage/organisations/**', 'directory', 'operator'],
  ['/manage/invitations/**', 'invitations', 'operator'],
  ['/manage/requests', 'access', 'operator'],
  ['/manage/deliveries/**', 'notifier', 'operator'],
  ['/manage/signing-keys', 'signin', 'operator'],
  ['/manage/dead-letters/**', 'notifier', 'operator'],
  ['/manage/audit', 'notifier', 'operator'],
  ['/services/*/invitations/**', 'invitations', 'client'],
  ['/services/*/deliveries/**', 'notifier', 'client'],
  ['/services/*/webhook/**', 'notifier', 'client'],
  ['/services/*/listen', 'notifier', 'client', 'poll'],
  ['/services/*/roles', 'access', 'client'],
  ['/services/*/organisations/*/users/*', 'access', 'client'],
  ['/users/**', 'access', 'client'],
  ['/organisations/announcements/**', 'directory', 'client'],
  ['/organisations/categories', 'directory', 'client'],
  ['/organisations/establishment-types', 'directory', 'client'],
  ['/organisations/*/users', 'access', 'client'],
  ['/api/oauth2/keys', 'accounts', 'open'],
  ['/api/oidc_events/backchannel_logout', 'accounts', 'open'],
  ['/api/personalisation/check-email-subscription', 'accounts', 'open'],
  ['/api/oauth2/callback', 'accounts', 'client', 'sign-in'],
  ['/api/**', 'accounts', 'client'],
  ['/user/match-by-email', 'accounts', 'client'],
  ['/me/sessions/**', 'signin', 'person'],
  ['/me/sign-ins', 'signin', 'person'],
  ['/me/names', 'directory', 'person'],
  ['/me/organisations/*/membership', 'directory', 'person'],
  ['/me/organisations/*/members/*', MEMBER, 'person'],
  ['/me/**', 'access', 'person'],
  ['/support/**', 'access', 'supporter'],
  ['/register/**', 'invitations', 'open'],
  ['/assets/**', 'invitations', 'open'],
  ['/.well-known/openid-configuration', 'signin', 'open'],
  ['/oidc/**', 'signin', 'open'],
  ['/sign-in/**', 'signin', 'open'],
  ['/operator/**', 'console', 'operator-console'],
  ['/mailbox/**', 'notifier', 'mailbox'],
];

interface Step {
  readonly words: Map<string, Step>;
  any?: Step;
  rest?: Route;
  end?: Route;
}

const newStep = (): Step => ({ words: new Map() });

function stepTo(from: Step, segment: string): Step {
  if (segment === '*') {
    from.any ??= newStep();
    return from.any;
  }
  const next = from.words.get(segment) ?? newStep();
  from.words.set(segment, next);
  return next;
}

function destinationsOf(to: AppName | ByMethod): Pick<Route, 'destination' | 'byMethod'> {
  if (typeof to === 'string') return { destination: to };
  return { destination: to.GET ?? 'gateway', byMethod: to };
}

function build(): Step {
  const root = newStep();
  for (const [pattern, to, access, forwarding = 'plain'] of TABLE) {
    const route: Route = { pattern, ...destinationsOf(to), access, forwarding };
    const segments = pattern.slice(1).split('/');
    const open = segments.at(-1) === '**';
    let step = root;
    for (const segment of open ? segments.slice(0, -1) : segments) step = stepTo(step, segment);
    if (open) step.rest = route;
    else step.end = route;
  }
  return root;
}

/** The most specific pattern that matches: words come before `*`, and `*` before `**`. */
function match(step: Step, segments: readonly string[], index: number): Route | undefined {
  const segment = segments[index];
  if (segment === undefined) return step.end ?? step.rest;
  const word = step.words.get(segment);
  const byWord = word && match(word, segments, index + 1);
  if (byWord !== undefined) return byWord;
  const byAny = step.any && segment !== '' ? match(step.any, segments, index + 1) : undefined;
  return byAny ?? step.rest;
}

const ROOT = build();

/** The path without a slash at its end, which changes nothing. */
export function withoutLastSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** The route of a path as it is written: nothing is decoded. Undefined where there is none. */
export function routeOf(path: string): Route | undefined {
  return match(ROOT, withoutLastSlash(path).split('/'), 1);
}
