import { restorable } from '@gatehouse/entities';
import { type IdentityDocument, identitiesCollection, keysOfIdentity } from './identities.store.ts';
import {
  type IdentityProviderDocument,
  identityProvidersCollection,
  keysOfProvider,
} from './identity-providers.store.ts';
import { providerSignInsCollection } from './provider-sign-ins.store.ts';
import { takenLogoutsCollection } from './taken-logouts.store.ts';

/** What is stored of identity providers. */
export const providerCollections = [
  identityProvidersCollection,
  identitiesCollection,
  providerSignInsCollection,
  takenLogoutsCollection,
];

/**
 * For a restore. A provider that was made after the backup comes back not offered, for the operator to look at; an identity that
 * was made after it comes back.
 */
export const providerRestorables = [
  restorable<'gatehouse.signin.identity-provider.v1', IdentityProviderDocument>({
    type: 'gatehouse.signin.identity-provider.v1',
    collection: identityProvidersCollection,
    lost(last) {
      const state = last.state === 'present' ? { ...last, status: 0 as const } : last;
      return { _id: last.id, state, ...keysOfProvider(state) };
    },
  }),
  restorable<'gatehouse.signin.identity.v1', IdentityDocument>({
    type: 'gatehouse.signin.identity.v1',
    collection: identitiesCollection,
    lost: (state) => ({ _id: state.id, state, ...keysOfIdentity(state) }),
  }),
];
