import { collections as access } from '@gatehouse/access/collections';
import { collections as directory } from '@gatehouse/directory/collections';
import { type EventLog, openEventLog } from '@gatehouse/event-log';
import { collections as invitations } from '@gatehouse/invitations/collections';
import { collections as notifier } from '@gatehouse/notifier/collections';
import { type Closers, type Logger, openPatiently } from '@gatehouse/runtime';
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
  const { STORE_URL, EVENTS_URL, DATA_DIR: dataDir } = config;
  const opening = { log, closers };
  const onError = (err: unknown) => log.warn({ err }, 'the event log goes on after a failure');
  const eventLog = await openPatiently(
    'event log',
    () => openEventLog({ url: EVENTS_URL, dataDir, now, onError, logger: log }),
    opening,
  );
  const open = (name: string, collections: readonly CollectionDeclaration<Document>[]) =>
    openPatiently(
      `${name}'s store`,
      () => openStore({ url: STORE_URL, dataDir, name, collections, now }),
      opening,
    );
  return {
    directory: await open('directory', directory),
    access: await open('access', access),
    invitations: await open('invitations', invitations),
    notifier: await open('notifier', notifier),
    eventLog,
  };
}
