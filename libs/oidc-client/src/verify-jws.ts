import { compactVerify, decodeProtectedHeader } from 'jose';
import type { Claims } from './claims.domain.ts';
import { ProviderRefused } from './failure.ts';
import { type HeaderRules, type JwsHeader, readHeader } from './jws-header.domain.ts';
import type { VerificationKey } from './verification-key.ts';

const COMPACT = /^[\w-]+\.[\w-]*\.[\w-]+$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The keys that may have made a signature. */
export type KeysFor = (header: JwsHeader) => Promise<readonly VerificationKey[]>;

/**
 * The claims of a compact JWS whose signature is good by one of the provider's own keys. Its header is read first: no key is
 * looked up for one that is refused anyway. Rejects with `ProviderRefused`.
 */
export async function verifyJws(jws: string, rules: HeaderRules, keysFor: KeysFor): Promise<Claims> {
  if (!COMPACT.test(jws)) throw new ProviderRefused('jws-malformed');
  const header = readHeader(decodedHeader(jws), rules);
  if (typeof header === 'string') throw new ProviderRefused(header);
  const keys = await keysFor(header);
  // Without a name, a signature is one key's, or nobody's that can be told.
  if (keys.length === 0 || (header.kid === undefined && keys.length > 1)) {
    throw new ProviderRefused('jws-key');
  }
  for (const { key } of keys) {
    const payload = await compactVerify(jws, key, { algorithms: [header.alg] }).then(
      (verified) => verified.payload,
      () => undefined,
    );
    if (payload !== undefined) return claimsOf(payload);
  }
  throw new ProviderRefused('jws-signature');
}

function decodedHeader(jws: string): unknown {
  try {
    return decodeProtectedHeader(jws);
  } catch (error) {
    throw new ProviderRefused('jws-malformed', error);
  }
}

function claimsOf(payload: Uint8Array): Claims {
  try {
    const claims: unknown = JSON.parse(utf8.decode(payload));
    if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) return claims as Claims;
  } catch {
    // No JSON: refused as what is no object.
  }
  throw new ProviderRefused('jws-malformed');
}
