import type { ServiceManifest } from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { collections, readModels } from './collections.ts';
import type { InvitationsConfig } from './config.ts';
import { remembered, restorables } from './restoring.ts';

export const manifest: ServiceManifest<InvitationsConfig> = {
  name: 'invitations',
  topics: [topics.invitations],
  collections,
  readModels,
  restorables,
  remembered,
  isNeverEmpty: false,
  declaredRoutes: async () => (await import('./declared-routes.ts')).declaredRoutes,
  start: async (dependencies) => (await import('./start.ts')).start(dependencies),
};
