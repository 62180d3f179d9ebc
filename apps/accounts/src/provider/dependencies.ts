import type { Sealer } from '@gatehouse/runtime';
import type { OwnRedirect } from './account-provider.domain.ts';
import type { AccountProviderCollection } from './provider.store.ts';

export interface ProviderRoutesDependencies {
  accountProvider: AccountProviderCollection;
  accountIdentities: {
    /** Whether an identity of an issuer is a user's. */
    someLinkedOf(issuer: string): Promise<boolean>;
  };
  sealer: Sealer;
  /** The platform's own. */
  issuer: string;
  defaultRedirect: OwnRedirect;
  /** Whether a provider on loopback may be reached by http. */
  allowHttpOnLoopback: boolean;
  now: () => number;
}
