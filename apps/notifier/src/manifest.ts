import type { BackendManifest } from '@gatehouse/app-process';
import { topics } from '@gatehouse/contracts';
import { collections } from './collections.ts';
import type { NotifierConfig } from './config.ts';
import { restorables } from './delivery/restorables.ts';
import { recipientsReadModel } from './recipients/recipients.read-model.ts';

export const manifest: BackendManifest<NotifierConfig> = {
  name: 'notifier',
  topics: [topics.deliveries, topics.webhooks],
  collections,
  readModels: [recipientsReadModel],
  restorables,
  // Others know users at later versions.
  remembered: [],
  isNeverEmpty: false,
  declaredRoutes: async () => (await import('./declared-routes.ts')).declaredRoutes,
  start: async (dependencies) => (await import('./start.ts')).start(dependencies),
};
