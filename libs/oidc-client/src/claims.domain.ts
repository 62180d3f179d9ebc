import type { Reason } from './reason.domain.ts';

/** The claims of a verified JWS. What they hold is not known yet. */
export type Claims = Readonly<Record<string, unknown>>;

/** Times may be off by so much. */
export const TOLERANCE_S = 30;
/** The oldest `iat` that is taken. */
export const MAX_AGE_S = 600;

const PRINTABLE_ASCII = /^[\x20-\x7e]{1,255}$/;

/** A rule of claims: the reason why it is broken, or undefined. */
export type Rule<E> = (claims: Claims, expected: E, nowS: number) => Reason | undefined;

export interface ExpectedParty {
  issuer: string;
  clientId: string;
}

/** The first rule that is broken. */
export function firstBroken<E>(
  rules: readonly Rule<E>[],
  claims: Claims,
  expected: E,
  nowMs: number,
): Reason | undefined {
  for (const rule of rules) {
    const reason = rule(claims, expected, nowMs / 1_000);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Whether it is a date of JWT: a number, perhaps with a fraction. */
export function isDate(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Whether it can name an account: 1 to 255 printable characters of ASCII. */
export function isSubject(value: unknown): value is string {
  return typeof value === 'string' && PRINTABLE_ASCII.test(value);
}

export const issuedByProvider: Rule<ExpectedParty> = ({ iss }, { issuer }) =>
  iss === issuer ? undefined : 'iss';

/** `aud` is the client, or a list that holds it. */
export const meantForClient: Rule<ExpectedParty> = ({ aud }, { clientId }) => {
  const audiences = Array.isArray(aud) ? aud : [aud];
  const areTexts = audiences.every((each) => typeof each === 'string');
  return areTexts && audiences.includes(clientId) ? undefined : 'aud';
};

/** Issued within the last ten minutes. */
export const issuedOfLate: Rule<unknown> = ({ iat }, _, nowS) =>
  isDate(iat) && iat <= nowS + TOLERANCE_S && iat >= nowS - MAX_AGE_S - TOLERANCE_S ? undefined : 'iat';

export const notOver: Rule<unknown> = ({ exp }, _, nowS) =>
  isDate(exp) && exp > nowS - TOLERANCE_S ? undefined : 'exp';

export const begun: Rule<unknown> = ({ nbf }, _, nowS) =>
  nbf === undefined || (isDate(nbf) && nbf <= nowS + TOLERANCE_S) ? undefined : 'nbf';
