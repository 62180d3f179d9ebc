import type { Reason } from './reason.domain.ts';

/** The algorithms whose signatures can be checked. Symmetric ones and `none` are never among them. */
export const ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export interface JwsHeader {
  alg: Algorithm;
  kid?: string;
}

export interface HeaderRules {
  algorithms: readonly Algorithm[];
  /** Types that are taken, in lower case. A header without one is. */
  types: readonly string[];
}

/** What a JWS's protected header may say; `jwk`, `jku`, `x5c` and `x5u` say nothing here. */
export function readHeader(header: unknown, { algorithms, types }: HeaderRules): JwsHeader | Reason {
  if (typeof header !== 'object' || header === null || Array.isArray(header)) return 'jws-malformed';
  const { alg, kid, typ, crit, b64 } = header as Readonly<Record<string, unknown>>;
  const known = algorithms.find((each) => each === alg);
  if (known === undefined) return 'jws-alg';
  if (crit !== undefined || b64 !== undefined) return 'jws-crit';
  if (typ !== undefined && !(typeof typ === 'string' && types.includes(typ.toLowerCase()))) return 'jws-typ';
  if (kid !== undefined && typeof kid !== 'string') return 'jws-malformed';
  return kid === undefined ? { alg: known } : { alg: known, kid };
}
