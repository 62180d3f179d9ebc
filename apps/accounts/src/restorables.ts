import { restorable } from '@gatehouse/entities';
import { attributeRestorables } from './attributes/collections.ts';
import { type AccountIdentityDocument, accountIdentitiesCollection } from './identities/identities.store.ts';
import { keysOfIdentity } from './identities/identity-keys.ts';
import { type AccountProviderDocument, accountProviderCollection } from './provider/provider.store.ts';

/** For a restore: what was made after the backup comes back. */
export const restorables = [
  ...attributeRestorables,
  restorable<'gatehouse.accounts.identity.v1', AccountIdentityDocument>({
    type: 'gatehouse.accounts.identity.v1',
    collection: accountIdentitiesCollection,
    lost: (state) => ({ _id: state.id, state, ...keysOfIdentity(state) }),
  }),
  restorable<'gatehouse.accounts.provider.v1', AccountProviderDocument>({
    type: 'gatehouse.accounts.provider.v1',
    collection: accountProviderCollection,
    lost: (state) => ({ _id: state.id, state }),
    // The store's own keys are older: the provider knows those that the log has.
    superseded: (document, last) => ({ ...document, state: last }),
  }),
];
