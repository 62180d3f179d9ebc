import { unauthenticated } from '@gatehouse/errors';

const LONGEST_TOKEN = 8 * 1024;

/** The token of all Authorization headers of a request. Throws a Fault (`unauthenticated`) where there is not exactly one. */
export function bearerToken(authorizations: readonly string[]): string {
  const [header, ...more] = authorizations;
  if (more.length > 0) throw unauthenticated('More than one Authorization header');
  if (header === undefined || header === '') throw unauthenticated('Missing Authorization header');
  const token = /^bearer +(\S+)$/i.exec(header)?.[1];
  if (token === undefined) throw unauthenticated('Malformed Authorization header. Should be bearer {token}');
  if (token.length > LONGEST_TOKEN) throw unauthenticated('The token is too long');
  return token;
}
