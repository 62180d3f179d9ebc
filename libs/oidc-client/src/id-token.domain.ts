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

export interface ExpectedIdToken extends ExpectedParty {
  nonce: string;
  /** What `at_hash` must be, where the token has one. */
  accessTokenHash: string;
}

/** Audiences beside the client need an authorized party, and that is the client. */
const authorizedParty: Rule<ExpectedIdToken> = ({ aud, azp }, { clientId }) => {
  if (azp !== undefined) return azp === clientId ? undefined : 'azp';
  return [aud].flat().every((each) => each === clientId) ? undefined : 'aud';
};

const nonceOfSignIn: Rule<ExpectedIdToken> = ({ nonce }, expected) =>
  nonce === expected.nonce ? undefined : 'nonce';

const accessTokenHash: Rule<ExpectedIdToken> = ({ at_hash: hash }, expected) =>
  hash === undefined || hash === expected.accessTokenHash ? undefined : 'at-hash';

const namesSomebody: Rule<unknown> = ({ sub }) => (isSubject(sub) ? undefined : 'sub');

/** In the order in which they are looked at. */
const RULES: readonly Rule<ExpectedIdToken>[] = [
  issuedByProvider,
  meantForClient,
  authorizedParty,
  nonceOfSignIn,
  notOver,
  issuedOfLate,
  begun,
  accessTokenHash,
  namesSomebody,
];

/** Why the claims of a verified ID token sign nobody in; undefined where they do. */
export function idTokenFault(claims: Claims, expected: ExpectedIdToken, nowMs: number): Reason | undefined {
  return firstBroken(RULES, claims, expected, nowMs);
}
