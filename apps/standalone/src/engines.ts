import { collections as access } from '@gatehouse/access/collections';
import { collections as directory } from '@gatehouse/directory/collections';
import { type EventLog, openEventLog } from '@gatehouse/event-log';
import { collections as invitations } from '@gatehouse/invitations/collections';
import { collections as notifier } from '@gatehouse/notifier/collections';
import type { Closers, Logger } from '@gatehouse/runtime';
import { type CollectionDeclaration, type Document, openStore, type Store } from '@gatehouse/store';
import type { StandaloneConfig } from './config.ts';

/** What the platform keeps its data in: a store for each service that has one, and one log for all. */
export interface Engines {
  directory: Store;
  access: Store;
  invitations: Store;
  notifier: Store;
  eventLog: EventLog;
}

/** Opens them all; they are closed with `closers`. */
export async function openEngines(
  config: StandaloneConfig,
  { log, closers, now }: { log: Logger; closers: Closers; now: () => number },
): Promise<Engines> {
  const onError = (err: unknown) => log.warn({ err }, 'event log');
  const eventLog = await openEventLog({ url: config.EVENTS_URL, dataDir: config.DATA_DIR, now, onError });
  closers.add('event log', () => eventLog.close());
  const open = async (name: string, collections: readonly CollectionDeclaration<Document>[]) => {
    const { STORE_URL: url, DATA_DIR: dataDir } = config;
    const store = await openStore({ url, dataDir, name, collections, now });
    closers.add(`${name}'s store`, () => store.close());
    return store;
  };
  return {
    directory: await open('directory', directory),
    access: await open('access', access),
    invitations: await open('invitations', invitations),
    notifier: await open('notifier', notifier),
    eventLog,
  };
}
