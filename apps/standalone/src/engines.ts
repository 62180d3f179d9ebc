import { collections as access } from '@gatehouse/access/collections';
import { openLogOf, openStoreOf } from '@gatehouse/app-process';
import { collections as directory } from '@gatehouse/directory/collections';
import type { EventLog } from '@gatehouse/event-log';
import { collections as invitations } from '@gatehouse/invitations/collections';
import { collections as notifier } from '@gatehouse/notifier/collections';
import type { OpeningOptions } from '@gatehouse/runtime';
import type { CollectionDeclaration, Document, Store } from '@gatehouse/store';
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
export async function openEngines(config: StandaloneConfig, opening: OpeningOptions): Promise<Engines> {
  const eventLog = await openLogOf(config, opening);
  const open = (name: string, collections: readonly CollectionDeclaration<Document>[]) =>
    openStoreOf(config, { name, collections }, opening);
  return {
    directory: await open('directory', directory),
    access: await open('access', access),
    invitations: await open('invitations', invitations),
    notifier: await open('notifier', notifier),
    eventLog,
  };
}
