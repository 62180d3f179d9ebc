import { createPublicKey, type KeyObject } from 'node:crypto';

/** One key of a JWK set (RFC 7517), as it was given. */
export type GivenKey = Readonly<Record<string, unknown>>;

/** The members of a public key that the platform uses; any other is left out, as RFC 7517 (section 4) wants of unknown ones. */
const KEPT = ['kty', 'kid', 'use', 'alg', 'n', 'e', 'crv', 'x', 'y'];
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const ALGORITHMS: Readonly<Record<string, readonly string[]>> = { RSA: ['RS256', 'PS256'], EC: ['ES256'] };
const LEAST_BITS = 2_048;
/** A larger one only costs time: each assertion is verified with it. */
const MOST_BITS = 8_192;

function imported(key: GivenKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: usedMembers(key), format: 'jwk' } as Parameters<typeof createPublicKey>[0]);
  } catch {
    return undefined;
  }
}

function faultOfUse({ kty, use, alg, key_ops: operations, kid }: GivenKey): string | undefined {
  if (use !== undefined && use !== 'sig') return 'should be a key for signatures (use: sig)';
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) {
    return 'should be a key that verifies (key_ops)';
  }
  const algorithms = ALGORITHMS[String(kty)] ?? [];
  if (alg !== undefined && !algorithms.includes(String(alg))) {
    return `should be a key for ${algorithms.join(' or ')} (alg)`;
  }
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > 255)) {
    return 'should have a text of up to 255 characters as kid';
  }
  return undefined;
}

/** What is wrong with a key that is to verify a client's assertions; undefined for a good one. The key itself is not repeated. */
export function faultOfPublicKey(key: GivenKey): string | undefined {
  if (key.kty === 'oct' || SECRET_MEMBERS.some((name) => Object.hasOwn(key, name))) {
    return 'should be a public key: it holds a private or symmetric one';
  }
  if (key.kty !== 'RSA' && key.kty !== 'EC') return 'should be an RSA or an EC key (kty)';
  if (key.kty === 'EC' && key.crv !== 'P-256') return 'should be on the curve P-256 (crv)';
  const fault = faultOfUse(key);
  if (fault !== undefined) return fault;
  const object = imported(key);
  if (object === undefined) return 'is no valid key';
  const bits = object.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && (bits < LEAST_BITS || bits > MOST_BITS)) {
    return `should have ${LEAST_BITS} to ${MOST_BITS} bits: it has ${bits}`;
  }
  return undefined;
}

/** The key with the members that the platform uses. */
export function usedMembers(key: GivenKey): Record<string, unknown> {
  return Object.fromEntries(KEPT.flatMap((name) => (Object.hasOwn(key, name) ? [[name, key[name]]] : [])));
}
