import type { BackendManifest } from '@gatehouse/app-process';
import { readModelCollections } from '@gatehouse/read-models';
import type { SigninConfig } from './config.ts';
import { grantsCollection } from './people/grants.store.ts';
import { invitationsCollection } from './people/invitations.store.ts';
import { organisationsCollection } from './people/organisations.store.ts';
import { people } from './people/people.read-model.ts';
import { usersCollection } from './people/users.store.ts';

/** What the rest of the platform must know of sign-in. */
export const manifest = {
  name: 'signin',
  topics: [],
  collections: [...readModelCollections],
  readModels: [people],
  restorables: [],
  remembered: [
    { type: 'gatehouse.directory.user.v1', collection: usersCollection.name },
    { type: 'gatehouse.directory.organisation.v1', collection: organisationsCollection.name },
    { type: 'gatehouse.access.grant.v1', collection: grantsCollection.name },
    { type: 'gatehouse.invitations.invitation.v1', collection: invitationsCollection.name },
  ],
  isNeverEmpty: false,
  declaredRoutes: async () => (await import('./declared-routes.ts')).declaredRoutes,
  start: async (dependencies) => (await import('./start.ts')).start(dependencies),
} satisfies BackendManifest<SigninConfig>;
