import type { BackendManifest } from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { collections } from './collections.ts';
import type { DirectoryConfig } from './config.ts';
import { restorables, skipUsedLegacyIds } from './restorables.ts';

export const manifest: BackendManifest<DirectoryConfig> = {
  name: 'directory',
  topics: [topics.users, topics.addressChanges, topics.organisations, topics.announcements],
  collections,
  readModels: [],
  restorables,
  remembered: [],
  isNeverEmpty: true,
  afterRestore: skipUsedLegacyIds,
  declaredRoutes: async () => (await import('./declared-routes.ts')).declaredRoutes,
  start: async (dependencies) => (await import('./start.ts')).start(dependencies),
};
