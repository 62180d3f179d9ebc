import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CollectionDeclaration, Document, Store } from './port.ts';
import { StoreError } from './port.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';

/** The engine and its address (`STORE_URL`, `DATA_DIR`), the service, its collections, and the clock in milliseconds. */
export interface OpenStoreOptions {
  url: string;
  dataDir: string;
  /**
   * The service's name. Letters, digits, `_` and `-`. Its file is `<name>.sqlite`; its database `<database>_<name>` where
   * a `mongodb://` URL names one, else `gatehouse_<name>`.
   */
  name: string;
  collections: readonly CollectionDeclaration<Document>[];
  now: () => number;
}

/** Opens the store that `url` chooses. Rejects with StoreError. Its message never repeats the URL, which may contain a password. */
export async function openStore({ url, dataDir, name, collections, now }: OpenStoreOptions): Promise<Store> {
  if (!/^[A-Za-z0-9_-]{1,48}$/.test(name)) throw refusal(`"${name}" cannot name a store`);
  const scheme = /^([a-z+]+):/.exec(url)?.[1] ?? '';
  switch (scheme) {
    case 'sqlite': {
      if (url !== 'sqlite:') throw refusal('sqlite: takes no path, its files are in the data directory');
      await mkdir(dataDir, { recursive: true, mode: 0o700 });
      return openSqliteStore({ file: join(dataDir, `${name}.sqlite`), collections, now });
    }
    case 'mongodb':
    case 'mongodb+srv': {
      const { openMongodbStore } = await import('./mongodb/mongodb-store.ts');
      return openMongodbStore({ url, name, collections });
    }
    default:
      throw refusal('a store is sqlite: or mongodb://…');
  }
}

function refusal(message: string): StoreError {
  return new StoreError(message, { retryable: false });
}
