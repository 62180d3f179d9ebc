import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { change } from '../change.ts';
import { defineCollection } from '../declaration.ts';
import { openStore } from '../open-store.ts';
import { type Store, StoreError } from '../port.ts';
import { documentSchema, json } from '../schema.ts';
import { hostileStore } from './hostile-store.ts';

const COUNTERS = defineCollection('counters', documentSchema({ steps: json<string[]>() }));

describe('a hostile store', () => {
  let dataDir: string;
  let store: Store;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-hostile-'));
    store = await openStore({
      url: 'sqlite:',
      dataDir,
      name: 'test',
      collections: [COUNTERS],
      now: Date.now,
    });
  });
  afterEach(async () => {
    await store.close();
    await rm(dataDir, { recursive: true });
  });

  const insert = (target: Store, id: string) =>
    target.collection(COUNTERS).write({ document: { _id: id, version: 1, steps: [] }, events: [] });
  const there = async (id: string) => (await store.collection(COUNTERS).get(id)) !== undefined;

  const update = (target: Store, id: string) => {
    const previous = { _id: id, version: 1, steps: [] };
    return target.collection(COUNTERS).write({ previous, document: { ...previous, version: 2 }, events: [] });
  };
  const versionOf = async (id: string) => (await store.collection(COUNTERS).get(id))?.version;

  test('an update loses its compare-and-set without being written, once running; an insert never does', async () => {
    const hostile = hostileStore(store, { seed: 1, conflict: 1, crashBefore: 0, crashAfter: 0 });
    expect(await insert(hostile, 'A')).toEqual({ status: 'written' });
    expect(await update(hostile, 'A')).toEqual({ status: 'conflict' });
    expect(await versionOf('A')).toBe(1);
    expect(await update(hostile, 'A')).toEqual({ status: 'written' });
    expect(hostile.injected).toEqual({ conflict: 1, 'crash before': 0, 'crash after': 0 });
  });

  test('is gone before the write', async () => {
    const hostile = hostileStore(store, { seed: 1, crashBefore: 1 });
    await expect(insert(hostile, 'A')).rejects.toMatchObject({ name: 'StoreError', retryable: true });
    expect(await there('A')).toBe(false);
  });

  test('is gone after the write', async () => {
    const hostile = hostileStore(store, { seed: 1, crashBefore: 0, crashAfter: 1 });
    await expect(insert(hostile, 'A')).rejects.toMatchObject({ name: 'StoreError', retryable: true });
    expect(await there('A')).toBe(true);
  });

  test('does the same for the same seed', async () => {
    const run = async (seed: number) => {
      const hostile = hostileStore(store, { seed });
      const outcomes = [];
      for (let n = 0; n < 60; n++) {
        const outcome = insert(hostile, `${seed}/${n}`).catch((error: Error) => error.name);
        outcomes.push(JSON.stringify(await outcome));
      }
      await store.collection(COUNTERS).purge(Array.from({ length: 60 }, (_, n) => `${seed}/${n}`));
      return outcomes.join();
    };
    expect(await run(1)).toBe(await run(1));
    expect(await run(1)).not.toBe(await run(2));
  });

  test('gives every write of a batch its own answer', async () => {
    const hostile = hostileStore(store, { seed: 3, conflict: 0.5, crashBefore: 0, crashAfter: 0 });
    const ids = Array.from({ length: 40 }, (_, n) => `${n}`);
    for (const id of ids) await insert(store, id);
    const writes = ids.map((id) => {
      const previous = { _id: id, version: 1, steps: [] };
      return { previous, document: { ...previous, version: 2 }, events: [] };
    });
    const results = await hostile.collection(COUNTERS).writeMany(writes);
    const written = await Promise.all(ids.map(async (id) => (await versionOf(id)) === 2));
    expect(results.map((result) => result.status === 'written')).toEqual(written);
    expect(hostile.injected.conflict).toBe(written.filter((each) => !each).length);
    expect(hostile.injected.conflict).toBeGreaterThan(5);
  });

  test('goes away in the midst of a batch as seldom as of a single write, with what came before it written', async () => {
    const hostile = hostileStore(store, { seed: 5 });
    const reached: number[] = [];
    for (let batch = 0; batch < 100; batch++) {
      const ids = Array.from({ length: 20 }, (_, n) => `${batch}/${n}`);
      const writes = ids.map((id) => ({ document: { _id: id, version: 1, steps: [] }, events: [] }));
      const failure = await hostile
        .collection(COUNTERS)
        .writeMany(writes)
        .catch((error) => error);
      if (!(failure instanceof StoreError)) continue;
      const written = await Promise.all(ids.map(there));
      expect(written).toEqual(written.toSorted((a, b) => Number(b) - Number(a)));
      reached.push(written.filter(Boolean).length);
    }
    expect(reached.length).toBeGreaterThan(3);
    expect(reached.length).toBeLessThan(25);
    expect(new Set(reached).size).toBeGreaterThan(2);
  });

  test('is survived by change, when a step that was taken is known and the failed are tried again', async () => {
    const hostile = hostileStore(store, { seed: 7 });
    const take = (step: string): Promise<unknown> =>
      change(hostile.collection(COUNTERS), Date.now, 'A', (current) => {
        const steps = current?.steps ?? [];
        if (steps.includes(step)) return { result: undefined };
        return { document: { ...current, _id: 'A', steps: [...steps, step] }, result: undefined };
      }).catch((error) => {
        if (error instanceof StoreError && error.retryable) return take(step);
        throw error;
      });
    const steps = Array.from({ length: 30 }, (_, n) => `step ${n}`);
    await Promise.all(steps.map(take));
    const counter = await store.collection(COUNTERS).get('A');
    expect(counter?.steps.toSorted()).toEqual(steps.toSorted());
    expect(Object.values(hostile.injected).every((count) => count > 0)).toBe(true);
  });
});
