import type { BackendManifest } from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { collections, readModels } from './collections.ts';
import type { AccessConfig } from './config.ts';
import { remembered, restorables } from './restorables.ts';

export const manifest: BackendManifest<AccessConfig> = {
  name: 'access',
  topics: [topics.services, topics.grants, topics.notices, topics.accessRequests],
  collections,
  readModels,
  restorables,
  remembered,
  isNeverEmpty: true,
  declaredRoutes: async () => (await import('./declared-routes.ts')).declaredRoutes,
  start: async (dependencies) => (await import('./start.ts')).start(dependencies),
};
