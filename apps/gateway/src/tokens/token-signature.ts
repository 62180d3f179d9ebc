import { createSecretKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { readClaims, type TokenClaims } from './token-claims.ts';

function decodeQuietly(token: string): jwt.Jwt | undefined {
  try {
    return jwt.decode(token, { complete: true }) ?? undefined;
  } catch {
    return undefined;
  }
}

/** What a token says before anyone vouches for it, or why it is none that could be accepted. */
export function decodeToken(token: string): { claims: TokenClaims } | { fault: string } {
  const decoded = decodeQuietly(token);
  if (decoded === undefined) return { fault: 'jwt malformed' };
  if (decoded.header.alg !== 'HS256') return { fault: 'invalid algorithm' };
  /** No extension is understood here, so none that must be can be (RFC 7515, section 4.1.11). */
  if ('crit' in decoded.header) return { fault: 'unsupported crit header' };
  return readClaims(decoded.payload);
}

/** What is wrong with the signature under `key`, or undefined. The claims are judged elsewhere. */
export function faultInSignature(token: string, key: KeyObject): string | undefined {
  try {
    jwt.verify(token, key, { algorithms: ['HS256'], ignoreExpiration: true, ignoreNotBefore: true });
    return undefined;
  } catch (error) {
    return error instanceof jwt.JsonWebTokenError ? error.message : 'invalid token';
  }
}

/** Verified against in a stranger's place, so that who does not exist takes as long as who signs wrongly. */
export const NOBODYS_KEY = createSecretKey(Buffer.alloc(44, 'n'));
