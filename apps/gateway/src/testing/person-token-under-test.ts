import type { KeyObject } from 'node:crypto';
import { sign } from 'node:crypto';
import { base64url } from './token-under-test.ts';

export const PERSON = 'BBBBBBBB-0000-4000-8000-000000000002';
export const SESSION = 'CCCCCCCC-0000-4000-8000-000000000003';

/** Claims as signin gives them, at a second. */
export function personClaims(iss: string, aud: unknown, seconds: number, more: Record<string, unknown> = {}) {
  return {
    ...{ iss, aud, sub: PERSON, client_id: 'console', sid: SESSION, jti: 'a-token', scope: 'openid me' },
    ...{ iat: seconds, exp: seconds + 300, auth_time: seconds, acr: 'urn:gatehouse:acr:1', amr: ['otp'] },
    ...more,
  };
}

/** Signed by hand, so that it can hold anything. */
export function personToken(
  privateKey: KeyObject,
  claims: unknown,
  header: unknown = { alg: 'RS256', typ: 'at+jwt', kid: 'current' },
): string {
  const signed = `${base64url(header)}.${base64url(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}
