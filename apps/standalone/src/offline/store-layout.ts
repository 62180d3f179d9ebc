import { readModels as accessReadModels } from '@gatehouse/access/collections';
import type { EngineConfig } from '@gatehouse/app-process';
import { keptGenerations } from '@gatehouse/read-models';
import { createClosers, type Logger } from '@gatehouse/runtime';
import type { CollectionDeclaration, Document } from '@gatehouse/store';
import { openStores, type StoreName, storeCollections } from '../engines.ts';

/** All collections that stores have at this moment, with every generation of their read models. */
export type StoreLayout = Readonly<Record<StoreName, readonly CollectionDeclaration<Document>[]>>;

/** Asks the stores themselves: which generations there are depends on what was rebuilt. */
export async function storeLayout(config: EngineConfig, { log }: { log: Logger }): Promise<StoreLayout> {
  const closers = createClosers(log);
  try {
    const { access } = await openStores(config, { log, closers });
    const generations = await keptGenerations(access, accessReadModels);
    return { ...storeCollections, access: [...storeCollections.access, ...generations] };
  } finally {
    await closers.closeAll();
  }
}
