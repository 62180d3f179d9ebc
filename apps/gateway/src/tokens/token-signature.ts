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

/** The claims of a token, not verified yet, or why no signature could make it acceptable. */
export function decodeToken(token: string): { claims: TokenClaims } | { fault: string } {
  const decoded = decodeQuietly(token);
  if (decoded === undefined) return { fault: 'jwt malformed' };
  if (decoded.header.alg !== 'HS256') return { fault: 'invalid algorithm' };
  /** No extension is understood here, so a critical one is refused (RFC 7515, section 4.1.11). */
  if ('crit' in decoded.header) return { fault: 'unsupported crit header' };
  return readClaims(decoded.payload);
}

/** The fault of the signature under `key`, or undefined. The claims are checked elsewhere. */
export function faultInSignature(token: string, key: KeyObject): string | undefined {
  try {
    jwt.verify(token, key, { algorithms: ['HS256'], ignoreExpiration: true, ignoreNotBefore: true });
    return undefined;
  } catch (error) {
    return error instanceof jwt.JsonWebTokenError ? error.message : 'invalid token';
  }
}

/** Checked for an unknown issuer, so that the time taken does not show whether a client exists. */
export const UNKNOWN_ISSUER_KEY = createSecretKey(Buffer.alloc(44, 'n'));
