import { readModels as access } from '@gatehouse/access/collections';
import type { EngineConfig } from '@gatehouse/app-process';
import { readModels as invitations } from '@gatehouse/invitations/collections';
import { keptGenerations } from '@gatehouse/read-models';
import { createClosers, type Logger } from '@gatehouse/runtime';
import { openStores, type StoreName, storeCollections } from '@gatehouse/standalone/engines';
import type { CollectionDeclaration, Document } from '@gatehouse/store';

/** The read models of each store that has any. */
export const storeReadModels = { access, invitations } as const;

/** All collections that stores have at this moment, with every generation of their read models. */
export type StoreLayout = Readonly<Record<StoreName, readonly CollectionDeclaration<Document>[]>>;

/** Asks the stores themselves: which generations there are depends on what was rebuilt. */
export async function storeLayout(config: EngineConfig, { log }: { log: Logger }): Promise<StoreLayout> {
  const closers = createClosers(log);
  try {
    const stores = await openStores(config, { log, closers });
    return {
      ...storeCollections,
      access: [...storeCollections.access, ...(await keptGenerations(stores.access, access))],
      invitations: [
        ...storeCollections.invitations,
        ...(await keptGenerations(stores.invitations, invitations)),
      ],
    };
  } finally {
    await closers.closeAll();
  }
}
