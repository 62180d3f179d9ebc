import { collections as access } from '@gatehouse/access/collections';
import { type EngineConfig, openLogOf, openStoreOf } from '@gatehouse/app-process';
import { collections as directory } from '@gatehouse/directory/collections';
import type { EventLog } from '@gatehouse/event-log';
import { collections as invitations } from '@gatehouse/invitations/collections';
import { collections as notifier } from '@gatehouse/notifier/collections';
import type { OpeningOptions } from '@gatehouse/runtime';
import type { CollectionDeclaration, Document, Store } from '@gatehouse/store';

/** The services that have a store. */
export const STORE_NAMES = ['directory', 'access', 'invitations', 'notifier'] as const;
export type StoreName = (typeof STORE_NAMES)[number];

/** What each keeps in it. */
export const storeCollections: Readonly<Record<StoreName, readonly CollectionDeclaration<Document>[]>> = {
  directory,
  access,
  invitations,
  notifier,
};

export type Stores = Record<StoreName, Store>;

/** What the platform keeps its data in: a store for each service that has one, and one log for all. */
export interface Engines extends Stores {
  eventLog: EventLog;
}

/** Opens them all; they are closed with `closers`. */
export async function openEngines(
  config: EngineConfig,
  opening: OpeningOptions,
  layout = storeCollections,
): Promise<Engines> {
  const eventLog = await openLogOf(config, opening);
  return { ...(await openStores(config, opening, layout)), eventLog };
}

/** Opens the stores alone; with other collections than each begins with where `layout` says so. */
export async function openStores(
  config: EngineConfig,
  opening: OpeningOptions,
  layout = storeCollections,
): Promise<Stores> {
  const open = (name: StoreName) => openStoreOf(config, { name, collections: layout[name] }, opening);
  return {
    directory: await open('directory'),
    access: await open('access'),
    invitations: await open('invitations'),
    notifier: await open('notifier'),
  };
}
