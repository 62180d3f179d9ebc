import jwt from 'jsonwebtoken';

export interface TokenOptions {
  clientId: string;
  apiSecret: string;
  audience: string;
}

const LIFETIME_S = 300;
const RENEWED_BEFORE_S = 60;

/**
 * Gives tokens that are good for at least a minute: signed anew every few minutes, since the platform knows one that
 * it has seen. Without `iat`, which a clock that is ahead would make one of the future.
 */
export function createTokens({ clientId, apiSecret, audience }: TokenOptions): () => string {
  let known: { token: string; exp: number } | undefined;
  return () => {
    const now = Math.floor(Date.now() / 1_000);
    if (known === undefined || known.exp - now < RENEWED_BEFORE_S) {
      const exp = now + LIFETIME_S;
      const claims = { iss: clientId, aud: audience, exp };
      known = { token: jwt.sign(claims, apiSecret, { algorithm: 'HS256', noTimestamp: true }), exp };
    }
    return known.token;
  };
}
