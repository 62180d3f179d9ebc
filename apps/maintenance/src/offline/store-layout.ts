import type { EngineConfig } from '@gatehouse/app-process';
import { storedGenerations } from '@gatehouse/read-models';
import { createClosers, type Logger } from '@gatehouse/runtime';
import { forEachBackend, openStores, type StoreLayout } from '@gatehouse/standalone/engines';

/**
 * Every collection of each store, with all generations of its read models, which only the stores know.
 */
export async function storeLayout(config: EngineConfig, { log }: { log: Logger }): Promise<StoreLayout> {
  const closers = createClosers(log);
  try {
    const stores = await openStores(config, { log, closers });
    return await forEachBackend(async ({ name, collections, readModels }) =>
      readModels.length === 0
        ? collections
        : [...collections, ...(await storedGenerations(stores[name], readModels))],
    );
  } finally {
    await closers.closeAll();
  }
}
