import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreFixture } from '../../contract-suite/fixture.ts';
import type { Store } from '../../port.ts';
import { openSqliteStore } from '../sqlite-store.ts';

/** A directory of its own for the tests of one store file. */
export async function sqliteFixture(): Promise<StoreFixture & { file: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-store-'));
  const file = join(directory, 'test.sqlite');
  const opened: Store[] = [];
  return {
    file,
    async open(collections) {
      const store = await openSqliteStore({ file, collections, now: Date.now });
      opened.push(store);
      return store;
    },
    async destroy() {
      for (const store of opened) await store.close();
      await rm(directory, { recursive: true });
    },
  };
}
