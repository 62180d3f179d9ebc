import { readModels as accessReadModels } from '@gatehouse/access/collections';
import { keptGenerations } from '@gatehouse/read-models';
import { createClosers } from '@gatehouse/runtime';
import type { CollectionDeclaration, Document } from '@gatehouse/store';
import {
  type EnginesConfig,
  type OpeningParts,
  openStores,
  type StoreName,
  storeCollections,
} from '../engines.ts';

/** All collections that stores have at this moment, with every generation of their read models. */
export type StoreLayout = Readonly<Record<StoreName, readonly CollectionDeclaration<Document>[]>>;

/** Asks the stores themselves: which generations there are depends on what was rebuilt. */
export async function storeLayout(
  config: EnginesConfig,
  parts: Omit<OpeningParts, 'closers'>,
): Promise<StoreLayout> {
  const closers = createClosers(parts.log);
  try {
    const { access } = await openStores(config, { ...parts, closers });
    const generations = await keptGenerations(access, accessReadModels);
    return { ...storeCollections, access: [...storeCollections.access, ...generations] };
  } finally {
    await closers.closeAll();
  }
}
