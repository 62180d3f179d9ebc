import type { BackendManifest } from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { readModelCollections } from '@gatehouse/read-models';
import { challengesCollection } from './challenges/challenges.store.ts';
import type { SigninConfig } from './config.ts';
import { signingKeysCollection } from './keys/signing-keys.store.ts';
import { organisationsCollection } from './people/organisations.store.ts';
import { people } from './people/people.read-model.ts';
import { usersCollection } from './people/users.store.ts';
import { providerCollections, providerRestorables } from './providers/collections.ts';
import { recordsCollection } from './records/records.store.ts';
import { restorables } from './restorables.ts';
import { sessionsCollection } from './sessions/sessions.store.ts';
import { signInsCollection } from './sign-ins/sign-ins.store.ts';

/** What the rest of the platform must know of sign-in. */
export const manifest = {
  name: 'signin',
  topics: [topics.sessions, topics.challenges, topics.identities, topics.signingKeys],
  collections: [
    ...[recordsCollection, sessionsCollection, challengesCollection, signingKeysCollection],
    signInsCollection,
    ...providerCollections,
    ...readModelCollections,
  ],
  readModels: [people],
  restorables: [...restorables, ...providerRestorables],
  // Its projections of grants and invitations hold too little of them to say what a restore has lost.
  remembered: [
    { type: 'gatehouse.directory.user.v1', collection: usersCollection.name },
    { type: 'gatehouse.directory.organisation.v1', collection: organisationsCollection.name },
  ],
  isNeverEmpty: false,
  declaredRoutes: async () => (await import('./declared-routes.ts')).declaredRoutes,
  start: async (dependencies) => (await import('./start.ts')).start(dependencies),
} satisfies BackendManifest<SigninConfig>;
