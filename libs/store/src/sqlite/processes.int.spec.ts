import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { COLLECTIONS, PEOPLE } from '../contract-suite/fixture.ts';
import { sqliteFixture } from './testing/sqlite-fixture.ts';

const writer = join(import.meta.dirname, 'testing/crash-writer.ts');

describe('several processes on one SQLite file', () => {
  let fixture: Awaited<ReturnType<typeof sqliteFixture>>;

  beforeEach(async () => {
    fixture = await sqliteFixture();
  });
  afterEach(() => fixture.destroy());

  function start(...task: string[]) {
    return spawn(process.execPath, [writer, fixture.file, ...task], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  test('a lease is held against other processes, and free at once when its process was killed', async () => {
    const child = start('lead');
    const exited = once(child, 'exit');
    await once(createInterface({ input: child.stdout }), 'line');
    const store = await fixture.open(COLLECTIONS);
    expect(await store.lease('leader').acquire('parent', 60_000)).toBe(false);
    child.kill('SIGKILL');
    await exited;
    expect(await store.lease('leader').acquire('parent', 60_000)).toBe(true);
  });

  test.each([50, 400, 900])('kill -9 after %i writes loses nothing that was acknowledged', async (writes) => {
    const child = start('insert');
    const exited = once(child, 'exit');
    const acknowledged: string[] = [];
    for await (const id of createInterface({ input: child.stdout })) {
      acknowledged.push(id);
      if (acknowledged.length === writes) child.kill('SIGKILL');
    }
    expect(await exited).toEqual([null, 'SIGKILL']);
    expect(acknowledged.length).toBeGreaterThanOrEqual(writes);

    const store = await fixture.open(COLLECTIONS);
    const pending = new Set<string>();
    const people = store.collection(PEOPLE);
    for (let left = acknowledged; left.length > 0; left = left.slice(1_000)) {
      const some = left.slice(0, 1_000);
      expect(await people.getMany(some)).toHaveLength(some.length);
    }
    for (;;) {
      const entries = await store.outbox.read(100);
      if (entries.length === 0) break;
      for (const entry of entries) pending.add(entry.id);
      await store.outbox.markPublished(entries);
    }
    expect(acknowledged.filter((id) => !pending.has(id))).toEqual([]);
    expect(await people.count()).toBe(pending.size);
  });

  test('count together without losing one, and their events are in order', async () => {
    const store = await fixture.open(COLLECTIONS);
    const exits = await Promise.all([1, 2].map(() => once(start('count', '200'), 'exit')));
    expect(exits).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(await store.collection(PEOPLE).get('counter')).toMatchObject({ age: 400 });
    const [entry] = await store.outbox.read(1);
    const versions = entry?.events.map((event) => event.version) ?? [];
    expect(versions).toHaveLength(400);
    expect(versions).toEqual([...new Set(versions)].sort());
  });

  test('a write waits for another process’s long transaction without holding the event loop', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const store = await fixture.open(COLLECTIONS);
    const other = new DatabaseSync(fixture.file);
    other.exec('BEGIN IMMEDIATE');
    const people = store.collection(PEOPLE);
    let settled = false;
    const written = people
      .write({ document: { _id: 'A', name: 'A', version: 1 }, events: [] })
      .finally(() => {
        settled = true;
      });
    // A lock waited for within SQLite would be one turn, as long as the store is patient, and then a failure.
    for (let turns = 0; turns < 1_000; turns++) await new Promise(setImmediate);
    expect(settled).toBe(false);
    expect(await people.get('A')).toBeUndefined();
    other.exec('COMMIT');
    other.close();
    expect(await written).toEqual({ status: 'written' });
  });
});
