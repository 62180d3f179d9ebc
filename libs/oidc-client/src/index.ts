export { discoveryAddress, issuerFault } from './address.domain.ts';
export { type Claims, isSubject } from './claims.domain.ts';
export { type AssertionKey, clientAssertion } from './client-assertion.ts';
export type { Discovery } from './discovery.ts';
export { emailOf, type ProvidersEmail } from './email-of.domain.ts';
export { ProviderAway, ProviderRefused } from './failure.ts';
export { ALGORITHMS, type Algorithm } from './jws-header.domain.ts';
export type { Logout } from './logout-token.domain.ts';
export {
  createProviderClient,
  type ProviderClient,
  type ProviderClientOptions,
  type ProviderResponse,
  type SignedIn,
} from './provider-client.ts';
export type { Reason } from './reason.domain.ts';
export type { BegunSignIn } from './redeem-code.ts';
