import { randomUUID } from 'node:crypto';
import { type CryptoKey, importJWK, type JWK, SignJWT } from 'jose';

export interface AssertionKey {
  kid: string;
  alg: 'RS256' | 'PS256' | 'ES256';
  /** The private half. */
  jwk: Readonly<Record<string, string>>;
}

const LIFETIME_S = 60;

/** A client assertion (RFC 7523), good for a minute and at this issuer alone. */
export async function clientAssertion(
  { kid, alg, jwk }: AssertionKey,
  { clientId, issuer, nowMs }: { clientId: string; issuer: string; nowMs: number },
): Promise<string> {
  const iat = Math.floor(nowMs / 1_000);
  const key = (await importJWK(jwk as JWK, alg)) as CryptoKey;
  return new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg, kid })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(issuer)
    .setIssuedAt(iat)
    .setExpirationTime(iat + LIFETIME_S)
    .sign(key);
}
