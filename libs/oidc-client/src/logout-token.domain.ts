import {
  begun,
  type Claims,
  type ExpectedParty,
  firstBroken,
  isSubject,
  issuedByProvider,
  issuedOfLate,
  meantForClient,
  notOver,
  type Rule,
} from './claims.domain.ts';
import type { Reason } from './reason.domain.ts';

const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';
/** Longer ones than providers make are not kept. */
const ID = /^[\s\S]{1,255}$/;

/** What a logout token says: whose sessions end. `sub`, `sid`, or both. */
export interface Logout {
  jti: string;
  /** In seconds, by the provider's clock. */
  issuedAt: number;
  subject?: string;
  sessionId?: string;
}

const isText = (value: unknown): value is string => typeof value === 'string' && ID.test(value);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const notOverIfItEnds: Rule<unknown> = (claims, expected, nowS) =>
  claims.exp === undefined ? undefined : notOver(claims, expected, nowS);

const hasId: Rule<unknown> = ({ jti }) => (isText(jti) ? undefined : 'jti');

const isLogout: Rule<unknown> = ({ events }) => {
  if (!isObject(events) || !Object.hasOwn(events, LOGOUT)) return 'events';
  const event = events[LOGOUT];
  return isObject(event) && Object.keys(event).length === 0 ? undefined : 'events';
};

const namesSubject: Rule<unknown> = ({ sub, sid }) =>
  isSubject(sub) || (sub === undefined && sid !== undefined) ? undefined : 'sub';

const namesSession: Rule<unknown> = ({ sid }) => (sid === undefined || isText(sid) ? undefined : 'sid');

/** A nonce is an ID token's: the one is never taken for the other. */
const noNonce: Rule<unknown> = ({ nonce }) => (nonce === undefined ? undefined : 'nonce');

const RULES: readonly Rule<ExpectedParty>[] = [
  issuedByProvider,
  meantForClient,
  issuedOfLate,
  notOverIfItEnds,
  begun,
  hasId,
  isLogout,
  noNonce,
  namesSubject,
  namesSession,
];

/** Why the claims of a verified logout token end nothing; undefined where they do. Whether its `jti` is new is the caller's to know. */
export function logoutTokenFault(claims: Claims, expected: ExpectedParty, nowMs: number): Reason | undefined {
  return firstBroken(RULES, claims, expected, nowMs);
}

/** The content of claims that have no fault. */
export function logoutOf({ jti, iat, sub, sid }: Claims): Logout {
  return {
    jti: jti as string,
    issuedAt: iat as number,
    ...(sub !== undefined && { subject: sub as string }),
    ...(sid !== undefined && { sessionId: sid as string }),
  };
}
