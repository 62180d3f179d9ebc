import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Algorithm } from './jws-header.domain.ts';

/** A key that a provider publishes for its signatures. */
export interface VerificationKey {
  kid: string | undefined;
  algorithms: readonly Algorithm[];
  key: KeyObject;
}

const RSA_BITS = 2_048;
/** The public members alone: a provider that publishes a private key does not hand us one. */
const PUBLIC_MEMBERS = ['kty', 'n', 'e', 'crv', 'x', 'y'] as const;

/** The keys of a JWK set that can check signatures; what else is in it is left out. Undefined where it is no set. */
export function verificationKeys(set: unknown): VerificationKey[] | undefined {
  const keys = typeof set === 'object' && set !== null ? (set as { keys?: unknown }).keys : undefined;
  if (!Array.isArray(keys)) return undefined;
  return keys.flatMap((jwk) => verificationKey(jwk) ?? []);
}

function verificationKey(jwk: unknown): VerificationKey | undefined {
  if (typeof jwk !== 'object' || jwk === null) return undefined;
  const { use, key_ops: operations, alg, kid } = jwk as Readonly<Record<string, unknown>>;
  if (use !== undefined && use !== 'sig') return undefined;
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify')))
    return undefined;
  const key = publicKeyOf(jwk as Readonly<Record<string, unknown>>);
  if (key === undefined) return undefined;
  const algorithms = algorithmsOf(key).filter((each) => alg === undefined || namesAlgorithm(alg, each));
  return { kid: typeof kid === 'string' ? kid : undefined, algorithms, key };
}

function publicKeyOf(jwk: Readonly<Record<string, unknown>>): KeyObject | undefined {
  const key = Object.fromEntries(PUBLIC_MEMBERS.map((name) => [name, jwk[name]]));
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly Algorithm[] {
  if (asymmetricKeyType === 'rsa') {
    return (asymmetricKeyDetails?.modulusLength ?? 0) >= RSA_BITS ? ['RS256', 'PS256'] : [];
  }
  if (asymmetricKeyType === 'ec') return asymmetricKeyDetails?.namedCurve === 'prime256v1' ? ['ES256'] : [];
  return asymmetricKeyType === 'ed25519' ? ['EdDSA'] : [];
}

/** RFC 9864 calls EdDSA with this curve by the curve's name. */
function namesAlgorithm(name: unknown, algorithm: Algorithm): boolean {
  return name === algorithm || (name === 'Ed25519' && algorithm === 'EdDSA');
}

/** The keys that may have made a signature: those of its `kid`, or all that fit where it names none. */
export function fittingKeys(
  keys: readonly VerificationKey[],
  { alg, kid }: { alg: Algorithm; kid?: string },
): readonly VerificationKey[] {
  return keys.filter((key) => key.algorithms.includes(alg) && (kid === undefined || key.kid === kid));
}
