import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COLLECTIONS, PEOPLE } from './contract-suite/fixture.ts';
import { openStore } from './open-store.ts';

describe('openStore', () => {
  let parent: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'gatehouse-open-'));
  });
  afterEach(() => rm(parent, { recursive: true }));

  const open = (url: string, name = 'directory') =>
    openStore({ url, dataDir: join(parent, 'a', 'data'), name, collections: COLLECTIONS, now: Date.now });

  test('sqlite: makes the data directory, for its owner only, and a file per store', async () => {
    const [one, other] = [await open('sqlite:'), await open('sqlite:', 'access')];
    await one.collection(PEOPLE).write({ document: { _id: 'A', name: 'A', version: 1 }, events: [] });
    expect(await other.collection(PEOPLE).count()).toBe(0);
    expect((await stat(join(parent, 'a', 'data'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(parent, 'a', 'data', 'directory.sqlite'))).isFile()).toBe(true);
    await one.ping();
    await one.close();
    await other.close();
  });

  test.each(['sqlite:/elsewhere', 'postgres://user:secret@host', 'nonsense', ''])(
    'refuses %s',
    async (url) => {
      const refused = await open(url).catch((error: Error) => error);
      expect(refused).toMatchObject({ name: 'StoreError', retryable: false });
      expect(String(refused)).not.toContain('secret');
    },
  );

  test('refuses a name that would lead elsewhere', async () => {
    await expect(open('sqlite:', '../elsewhere')).rejects.toMatchObject({ retryable: false });
  });
});
