import { createHash, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { signingKeyContext } from '@gatehouse/contracts';
import type { Sealer } from '@gatehouse/runtime';
import type { NewKey } from './signing-keys.domain.ts';

const generate = promisify(generateKeyPair);

/** A new RSA key of 2,048 bits. Its id is its thumbprint (RFC 7638). */
export async function makeKey(sealer: Sealer): Promise<NewKey> {
  const { privateKey } = await generate('rsa', { modulusLength: 2_048 });
  const jwk = privateKey.export({ format: 'jwk' });
  const { n = '', e = '' } = jwk;
  const kid = createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');
  const sealed = sealer.seal(JSON.stringify(jwk), signingKeyContext(kid));
  return { kid, publicKey: { kty: 'RSA', n, e }, sealed };
}
