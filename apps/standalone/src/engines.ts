import { type EngineConfig, openLogOf, openStoreOf } from '@gatehouse/app-process';
import type { BackendName } from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';
import type { OpeningOptions } from '@gatehouse/runtime';
import type { CollectionDeclaration, Document, Store } from '@gatehouse/store';
import { services } from './apps.ts';

/** The collections of each store. */
export type StoreLayout = Readonly<Record<BackendName, readonly CollectionDeclaration<Document>[]>>;
export type Stores = Record<BackendName, Store>;

/** What the platform keeps its data in: a store for each service, and one log for all. */
export interface Engines {
  stores: Stores;
  eventLog: EventLog;
}

/** What `of` gives for each service, by the service's name. Runs all at once. */
export async function forEachBackend<T>(
  of: (service: (typeof services)[number]) => T | Promise<T>,
): Promise<Record<BackendName, T>> {
  const given = services.map(async (service) => [service.name, await of(service)] as const);
  return Object.fromEntries(await Promise.all(given)) as Record<BackendName, T>;
}

/** Opens them all; they are closed with `closers`. */
export async function openEngines(
  config: EngineConfig,
  opening: OpeningOptions,
  layout?: StoreLayout,
): Promise<Engines> {
  const eventLog = await openLogOf(config, opening);
  return { stores: await openStores(config, opening, layout), eventLog };
}

/** Opens the stores alone, with the collections of `layout`; default: those that the services declare. */
export function openStores(
  config: EngineConfig,
  opening: OpeningOptions,
  layout?: StoreLayout,
): Promise<Stores> {
  return forEachBackend(({ name, collections }) =>
    openStoreOf(config, { name, collections: layout?.[name] ?? collections }, opening),
  );
}
