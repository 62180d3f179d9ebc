import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import type { StoreFixture } from '../../contract-suite/fixture.ts';
import type { Store } from '../../port.ts';
import { openMongodbStore } from '../mongodb-store.ts';
import { readMongodbUrl } from '../mongodb-url.ts';

/** A database of its own on a server, for one test. `url` may be another way to the same server. */
export function mongodbFixture(server: string): StoreFixture & {
  openAt(url: string, ...more: Parameters<StoreFixture['open']>): Promise<Store>;
  /** The database itself, to inspect and corrupt what is stored. */
  database(): Promise<mongoose.mongo.Db>;
} {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const opened: Store[] = [];
  let client: mongoose.mongo.MongoClient | undefined;

  async function openAt(url: string, collections: Parameters<StoreFixture['open']>[0]): Promise<Store> {
    const store = await openMongodbStore({ url, name, collections });
    opened.push(store);
    return store;
  }

  async function database(): Promise<mongoose.mongo.Db> {
    client ??= await mongoose.mongo.MongoClient.connect(server);
    return client.db(readMongodbUrl(server, name).database);
  }

  return {
    openAt,
    database,
    open: (collections) => openAt(server, collections),
    async destroy() {
      for (const store of opened) await store.close();
      await (await database()).dropDatabase();
      await client?.close();
    },
  };
}
