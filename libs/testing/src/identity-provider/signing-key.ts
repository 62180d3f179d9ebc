import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

export type SignatureAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA';

/** A key pair of an identity provider. */
export interface ProviderKey {
  kid: string;
  alg: SignatureAlgorithm;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

const PSS = { padding: 6, saltLength: 32 };

export function providerKey(alg: SignatureAlgorithm = 'RS256', modulusLength = 2_048): ProviderKey {
  return { kid: randomUUID(), alg, ...pair(alg, modulusLength) };
}

function pair(alg: SignatureAlgorithm, modulusLength: number) {
  if (alg === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return alg === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength });
}

/** The public half, as a JWK set holds it. */
export function publicJwk({ kid, alg, publicKey }: ProviderKey): Record<string, unknown> {
  return { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' };
}

/** A compact JWS with any header and payload, also such as no library makes. */
export function signedBy(
  { alg, privateKey }: Pick<ProviderKey, 'alg' | 'privateKey'>,
  header: unknown,
  payload: unknown,
): string {
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${signatureOf(alg, Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** A JWS "signed" by a text that everybody knows, such as a public key. */
export function signedByText(secret: string, header: unknown, payload: unknown): string {
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function part(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

function signatureOf(alg: SignatureAlgorithm, data: Buffer, key: KeyObject): Buffer {
  if (alg === 'EdDSA') return sign(null, data, key);
  if (alg === 'ES256') return sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
  return alg === 'PS256' ? sign('sha256', data, { key, ...PSS }) : sign('sha256', data, key);
}
