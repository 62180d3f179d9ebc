import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@gatehouse/runtime';
import { openStore, type Store } from '@gatehouse/store';
import { mongodbForTests } from '@gatehouse/testing';
import { collections } from '../collections.ts';

/** A notifier's store for a test to open. */
export interface OpenedStore {
  store: Store;
  close(): Promise<void>;
}

export type OpenStore = () => Promise<OpenedStore>;

/** Declares a suite for the notifier's store on each engine; on MongoDB it is skipped where there is none. */
export async function onEachStore(suite: (open: OpenStore) => void): Promise<void> {
  describe('on SQLite', () => suite(onSqlite));
  const server = await mongodbForTests();
  if ('skipped' in server) return describe.skip(`on MongoDB (${server.skipped})`, () => suite(onSqlite));
  describe(`on MongoDB (${server.from})`, () => {
    suite(async () => {
      const name = `notifier_${newId().slice(0, 8)}`;
      const store = await openStore({ url: server.url, dataDir: '', name, collections, now: Date.now });
      return { store, close: () => store.close() };
    });
    afterAll(() => server.stop());
  });
}

async function onSqlite(): Promise<OpenedStore> {
  const dataDir = await mkdtemp(join(tmpdir(), 'notifier-'));
  const store = await openStore({ url: 'sqlite:', dataDir, name: 'notifier', collections, now: Date.now });
  return {
    store,
    async close() {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
