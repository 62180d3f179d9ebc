import { createHash } from 'node:crypto';
import type { Algorithm } from './jws-header.domain.ts';

const HASHES: Readonly<Record<Algorithm, string>> = {
  ES256: 'sha256',
  RS256: 'sha256',
  PS256: 'sha256',
  // The hash that Ed25519 itself uses.
  EdDSA: 'sha512',
};

/** What `at_hash` of an ID token of this algorithm is (OpenID Connect Core 1.0, section 3.1.3.6). */
export function accessTokenHash(accessToken: string, algorithm: Algorithm): string {
  const digest = createHash(HASHES[algorithm]).update(accessToken, 'ascii').digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
