import { createHash, randomBytes } from 'node:crypto';

/** The header that carries a session. */
export const SESSION_HEADER = 'govuk-account-session';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** A new token: 256 random bits. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What a token is kept as. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/**
 * The token of the header's values. What follows the first `$$` are messages between frontends. Undefined where it is missing,
 * malformed or there twice.
 */
export function tokenIn(values: readonly string[]): string | undefined {
  const [value, ...others] = values;
  if (value === undefined || others.length > 0) return undefined;
  const [token = ''] = value.split('$$', 1);
  return TOKEN.test(token) ? token : undefined;
}
