import { generateKeyPairSync } from 'node:crypto';
import { faultOfPublicKey, type GivenKey, usedMembers } from './public-keys.ts';

function rsa(bits: number) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return {
    shared: publicKey.export({ format: 'jwk' }) as GivenKey,
    secret: privateKey.export({ format: 'jwk' }) as GivenKey,
  };
}
function ec(namedCurve: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
  return {
    shared: publicKey.export({ format: 'jwk' }) as GivenKey,
    secret: privateKey.export({ format: 'jwk' }) as GivenKey,
  };
}
const RSA = rsa(2_048);
const P256 = ec('P-256');

test.each<[string, GivenKey]>([
  ['RSA of 2,048 bits', RSA.shared],
  ['EC on P-256', P256.shared],
  [
    'with use, algorithm and operations',
    { ...RSA.shared, use: 'sig', alg: 'PS256', key_ops: ['verify'], kid: 'a' },
  ],
  ['EC with its algorithm', { ...P256.shared, alg: 'ES256' }],
  ['with members of no use', { ...RSA.shared, x5c: ['...'], extra: 1 }],
])('taken: %s', (_case, key) => expect(faultOfPublicKey(key)).toBeUndefined());

const held = 'should be a public key: it holds a private or symmetric one';
test.each<[string, GivenKey, string]>([
  ['a private RSA key', RSA.secret, held],
  ['a private EC key', P256.secret, held],
  ['one private member', { ...RSA.shared, dp: 'AQAB' }, held],
  ['a symmetric key', { kty: 'oct', k: 'c2VjcmV0' }, held],
  ['a symmetric key without its value', { kty: 'oct' }, held],
  ['a short RSA key', rsa(1_024).shared, 'should have 2048 to 8192 bits: it has 1024'],
  ['another curve', ec('P-384').shared, 'should be on the curve P-256 (crv)'],
  ['another type', { kty: 'OKP', crv: 'Ed25519', x: 'AA' }, 'should be an RSA or an EC key (kty)'],
  ['no type', {}, 'should be an RSA or an EC key (kty)'],
  ['no modulus', { kty: 'RSA', e: 'AQAB' }, 'is no valid key'],
  ['a point that is on no curve', { ...P256.shared, x: P256.shared.y }, 'is no valid key'],
  ['numbers for texts', { kty: 'RSA', n: 5, e: 3 }, 'is no valid key'],
  ['for encryption', { ...RSA.shared, use: 'enc' }, 'should be a key for signatures (use: sig)'],
  [
    'an algorithm of another type',
    { ...RSA.shared, alg: 'ES256' },
    'should be a key for RS256 or PS256 (alg)',
  ],
  ['a weaker use of it', { ...RSA.shared, alg: 'RS1' }, 'should be a key for RS256 or PS256 (alg)'],
  [
    'operations without verify',
    { ...RSA.shared, key_ops: ['encrypt'] },
    'should be a key that verifies (key_ops)',
  ],
  ['a number as kid', { ...RSA.shared, kid: 1 }, 'should have a text of up to 255 characters as kid'],
])('refused: %s', (_case, key, fault) => expect(faultOfPublicKey(key)).toBe(fault));

test('what is kept is what verifies', () => {
  const kept = usedMembers({ ...RSA.shared, kid: 'a', x5c: ['...'], d: 'never' });
  expect(kept).toEqual({ ...RSA.shared, kid: 'a' });
});
