import { stat, writeFile } from 'node:fs/promises';
import { COLLECTIONS, eventOf, insertAll, PEOPLE } from '../contract-suite/fixture.ts';
import { createCheckpointWorker } from './checkpoint-worker.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createCommitQueue } from './commit-queue.ts';
import { type Connection, openConnection } from './connection.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { sqliteFixture } from './testing/sqlite-fixture.ts';

describe('failures of SQLite', () => {
  let fixture: Awaited<ReturnType<typeof sqliteFixture>>;

  beforeEach(async () => {
    fixture = await sqliteFixture();
  });
  afterEach(() => fixture.destroy());

  const queueOf = (connection: Connection) =>
    createCommitQueue(connection, createCheckpoints(createCheckpointWorker(fixture.file)));

  test('a full disk is retryable, spoils the whole commit, and what was there stays', async () => {
    const connection = openConnection(fixture.file);
    connection.database.exec('CREATE TABLE t (x TEXT); INSERT INTO t VALUES (1); PRAGMA max_page_count = 20');
    const queue = queueOf(connection);
    const insert = (text: string) =>
      queue.make(() => connection.prepare('INSERT INTO t VALUES (?)').run(text));
    const three = () => Promise.allSettled([insert('small'), insert('x'.repeat(200_000)), insert('small')]);
    let [kept, outcomes] = [2, await three()];
    // On a busy machine the first may have had a commit of its own.
    for (; outcomes[0]?.status === 'fulfilled'; kept += 2) outcomes = await three();
    const full = { status: 'rejected', reason: { name: 'StoreError', retryable: true } };
    expect(outcomes).toMatchObject([full, full, { status: 'fulfilled' }]);
    expect(connection.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: kept });
    await queue.close();
    connection.close();
  });

  test('a programming error in one change spoils no other', async () => {
    const connection = openConnection(fixture.file);
    connection.database.exec('CREATE TABLE t (x TEXT)');
    const queue = queueOf(connection);
    const insert = () => queue.make(() => connection.prepare('INSERT INTO t VALUES (1)').run());
    const wrong = queue.make(() => {
      throw new TypeError('wrong');
    });
    const outcomes = await Promise.allSettled([insert(), wrong, insert()]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { name: 'StoreError', retryable: false } },
      { status: 'fulfilled' },
    ]);
    await queue.close();
    connection.close();
  });

  test('a change that is refused in the commit spoils no other', async () => {
    const people = (await fixture.open(COLLECTIONS)).collection(PEOPLE);
    const first = { _id: 'A', name: 'A', version: 1 };
    await people.write({ document: first, events: [] });
    const grown = (size: number) =>
      people.write({
        ...{ previous: first, document: { ...first, version: 2, name: 'x'.repeat(size) } },
        events: [eventOf('A', 2)],
      });
    await people.mark('A', { tags: ['y'.repeat(200_000)] });
    const outcomes = await Promise.allSettled([
      grown(100_000),
      people.write({ document: { _id: 'B', name: 'B', version: 1 }, events: [] }),
    ]);
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { name: 'StoreError', retryable: false } },
      { status: 'fulfilled', value: { status: 'written' } },
    ]);
  });

  test('a file that cannot be had or is none of SQLite’s fails the opening', async () => {
    const at = (file: string) => openSqliteStore({ file, collections: COLLECTIONS, now: Date.now });
    await expect(at('/nowhere/at/all.sqlite')).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('/nowhere/at/all.sqlite cannot be used (ENOENT)'),
    });
    await writeFile(fixture.file, 'no database '.repeat(1_000));
    await expect(at(fixture.file)).rejects.toMatchObject({ name: 'StoreError', retryable: false });
  });

  test('the file is for its owner only', async () => {
    await fixture.open(COLLECTIONS);
    expect((await stat(fixture.file)).mode & 0o777).toBe(0o600);
    expect((await stat(`${fixture.file}-wal`)).mode & 0o777).toBe(0o600);
  });

  test('large documents are written and read without holding the event loop', async () => {
    const people = (await fixture.open(COLLECTIONS)).collection(PEOPLE);
    let turns = 0;
    let watching = true;
    const watch = () => {
      turns++;
      if (watching) setImmediate(watch);
    };
    const documents = Array.from({ length: 100 }, (_, n) => ({
      _id: `${n}`,
      name: 'N',
      tags: Array.from({ length: 10_000 }, (_, tag) => `tag ${tag}`),
    }));
    setImmediate(watch);
    await insertAll(people, documents);
    expect(await people.find({ where: { name: 'N' }, limit: 100 })).toHaveLength(100);
    watching = false;
    // Written and read in one go, it would be one turn.
    expect(turns).toBeGreaterThan(1);
  });
});
