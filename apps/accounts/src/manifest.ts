import type { BackendManifest } from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { readModelCollections } from '@gatehouse/read-models';
import { attributeCollections } from './attributes/collections.ts';
import { accountLogoutsCollection } from './backchannel/logouts.store.ts';
import type { AccountsConfig } from './config.ts';
import { accountIdentitiesCollection } from './identities/identities.store.ts';
import { people } from './people/people.read-model.ts';
import { usersCollection } from './people/users.store.ts';
import { accountProviderCollection } from './provider/provider.store.ts';
import { restorables } from './restorables.ts';
import { accountSessionsCollection, endAllSessions } from './sessions/sessions.store.ts';
import { signInsCollection } from './sign-ins/sign-ins.store.ts';

/** What the rest of the platform must know of accounts. */
export const manifest = {
  name: 'accounts',
  topics: [topics.accountIdentities, topics.accountAttributes, topics.accountProviders],
  collections: [
    ...[accountProviderCollection, accountIdentitiesCollection],
    ...[accountSessionsCollection, signInsCollection],
    accountLogoutsCollection,
    ...attributeCollections,
    ...readModelCollections,
  ],
  readModels: [people],
  restorables,
  remembered: [{ type: 'gatehouse.directory.user.v1', collection: usersCollection.name }],
  isNeverEmpty: false,
  afterRestore: endAllSessions,
  declaredRoutes: async () => (await import('./declared-routes.ts')).declaredRoutes,
  start: async (dependencies) => (await import('./start.ts')).start(dependencies),
} satisfies BackendManifest<AccountsConfig>;
