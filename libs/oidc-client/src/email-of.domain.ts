import type { Claims } from './claims.domain.ts';

/** A provider's word on an address. */
export interface ProvidersEmail {
  email: string;
  verified: boolean;
}

/** One pair, of userinfo, or of the ID token where userinfo says neither: never one member from each. */
export function emailOf(claims: Claims, userinfo: Claims | undefined): ProvidersEmail | undefined {
  const saying = userinfo?.email !== undefined || userinfo?.email_verified !== undefined ? userinfo : claims;
  const { email, email_verified: verified } = saying;
  return typeof email === 'string' ? { email, verified: verified === true } : undefined;
}
