import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { AccountProviderKey } from '@gatehouse/contracts';
import { newId, type Sealer } from '@gatehouse/runtime';

const generate = promisify(generateKeyPair);
const RSA_BITS = 2_048;

const contextOf = (kid: string) => `account-provider-key:${kid}`;

type Jwk = Readonly<Record<string, string>>;

/** A new key, whose private half is sealed. */
export async function makeClientKey(
  alg: AccountProviderKey['alg'],
  sealer: Sealer,
): Promise<Omit<AccountProviderKey, 'signsFrom'>> {
  const kid = newId().toLowerCase();
  const { privateKey } =
    alg === 'ES256'
      ? await generate('ec', { namedCurve: 'P-256' })
      : await generate('rsa', { modulusLength: RSA_BITS });
  const jwk = privateKey.export({ format: 'jwk' }) as Jwk;
  const publicKey =
    alg === 'ES256'
      ? { kty: 'EC' as const, crv: 'P-256' as const, x: jwk.x ?? '', y: jwk.y ?? '' }
      : { kty: 'RSA' as const, n: jwk.n ?? '', e: jwk.e ?? '' };
  return { kid, alg, publicKey, sealed: sealer.seal(JSON.stringify(jwk), contextOf(kid)) };
}

/** The private half of a key, a JWK. */
export function openedClientKey({ kid, sealed }: AccountProviderKey, sealer: Sealer): Jwk {
  return JSON.parse(sealer.open(sealed, contextOf(kid))) as Jwk;
}
