import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GrantState } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { openStore, type Store } from '@gatehouse/store';
import { hostileStore } from '@gatehouse/store/testing';
import { mongodbForTests, seededRandom } from '@gatehouse/testing';
import { type Collections, collections, openCollections } from '../collections.ts';
import { again, allRows, expectSound, grant, projectionOf, projectionsOf } from '../testing/list-facts.ts';
import { fillSlots, QUIET_MS } from './fill-slots.ts';
import { lastRecord, rowsAfter } from './list-rows.store.ts';
import type { ListCollections } from './lists.read-model.ts';
import type { ProjectGrant } from './service-queues.ts';

let time = Date.parse('2026-01-01');
const now = () => ++time;

function listsOf(
  seeds: readonly number[],
  open: (name: string) => Promise<{ store: Store; close(): Promise<void> }>,
) {
  const at = {} as { store: Store; stored: Collections };
  let close: () => Promise<void>;
  beforeAll(async () => {
    const opened = await open(`lists_${newId().slice(0, 8)}`);
    at.store = opened.store;
    at.stored = await openCollections(opened.store, now);
    close = opened.close;
  });
  afterAll(() => close());

  test.each(seeds)(
    'seed %i: two projectors and a mover, on a store that fails, keep a list sound; who follows it misses nothing',
    async (seed) => {
      const { store, stored } = at;
      const serviceId = newId();
      const random = seededRandom(`list ${seed}`);
      const parts = async (name: string) => ({
        ...(await openCollections(hostileStore(store, { seed: `${seed} ${name}` }), now)),
        now,
        newId,
      });
      const versions = new Map<string, { version: number; isHeld: boolean }>();
      const events: { state: GrantState; version: number }[] = [];
      for (let version = 1; version <= 150; version++) {
        const isHeld = random() < 0.6;
        const state = grant(serviceId, Math.floor(random() * 25), version, isHeld);
        versions.set(state.id, { version, isHeld });
        events.push({ state, version });
      }
      let working = 2;
      const follow = async (project: ProjectGrant) => {
        // A batch comes again as a whole where one of its records failed.
        for (let from = 0; from < events.length; ) {
          const batch = events.slice(from, from + 1 + Math.floor(random() * 8));
          const done = await Promise.allSettled(batch.map(project));
          if (done.every(({ status }) => status === 'fulfilled')) from += batch.length;
        }
        working--;
      };
      const mover = await parts('mover');
      const fill = async () => {
        while (working > 0) {
          time += QUIET_MS;
          await again(() => fillSlots(mover, serviceId));
          await new Promise(setImmediate);
        }
      };
      const seen = new Map<string, number>();
      let position = 0;
      const read = async () => {
        const rows = await rowsAfter(stored.listRows, serviceId, position, 7);
        for (const row of rows) seen.set(row._id, row.entityVersion);
        position = rows.at(-1)?.position ?? position;
        return rows.length;
      };
      const reader = async () => {
        while (working > 0) {
          await read();
          await new Promise(setImmediate);
        }
      };
      await Promise.all([
        follow(projectionOf(await parts('one'), now)),
        follow(projectionOf(await parts('two'), now)),
        fill(),
        reader(),
      ]);
      while ((await read()) > 0) {}
      expect(seen).toEqual(new Map([...versions].map(([id, { version }]) => [id, version])));
      await expectSound(stored, serviceId, versions);
      time += QUIET_MS;
      while (await fillSlots({ ...stored, now, newId }, serviceId)) {}
      const records = [...versions.values()].filter(({ isHeld }) => isHeld).length;
      expect((await lastRecord(stored.listRows, serviceId))?.slot ?? 0).toBe(records);
      await expectSound(stored, serviceId, versions);
    },
  );

  test('an empty slot that nobody noted is found when slots are filled, and a wrong note is not believed', async () => {
    const { stored } = at;
    const serviceId = newId();
    const project = projectionOf(stored, now);
    const idOf = (user: number) => `${serviceId}:O:${user}`;
    for (let user = 1; user <= 6; user++) {
      await project({ state: grant(serviceId, user, user, true), version: user });
    }
    await project({ state: grant(serviceId, 2, 7, false), version: 7 });
    await project({ state: grant(serviceId, 5, 8, false), version: 8 });
    const rewrite = async (user: number, freeSlot: number | undefined) => {
      const row = await stored.listRows.get(idOf(user));
      if (row === undefined) throw new Error('no row');
      const { freeSlot: _, ...kept } = row;
      const document = { ...kept, ...(freeSlot !== undefined && { freeSlot }), version: now() };
      await stored.listRows.write({ previous: row, document, events: [] });
    };
    await rewrite(2, undefined);
    await rewrite(5, 1);
    await project({ state: grant(serviceId, 7, 9, true), version: 9 });
    expect((await stored.listRows.get(idOf(7)))?.slot).toBe(7);
    expect((await stored.listRows.get(idOf(5)))?.freeSlot).toBeUndefined();
    while (await fillSlots({ ...stored, now, newId }, serviceId)) {}
    expect((await stored.listRows.get(idOf(7)))?.slot).toBe(2);
    expect((await stored.listRows.get(idOf(6)))?.slot).toBe(5);
    expect((await lastRecord(stored.listRows, serviceId))?.slot).toBe(5);
  });

  for (const seed of seeds) filledLists(seed, () => at);
}

function newestOf<E extends { state: GrantState }>(batch: readonly E[]): E[] {
  return [...new Map(batch.map((event) => [event.state.id, event])).values()];
}

function isDone(outcomes: readonly PromiseSettledResult<unknown>[]): boolean {
  return outcomes.every(({ status }) => status === 'fulfilled');
}

/** Fills the lists of a run twice at once, on stores that fail, while those that are read go on. */
function filledLists(seed: number, at: () => { store: Store; stored: Collections }) {
  test(`seed ${seed}: two that build a list while another decides, on a store that fails: sound, and each slot the same`, async () => {
    const { store, stored } = at();
    const serviceId = newId();
    const random = seededRandom(`filling ${seed}`);
    const run = `fill${seed}`;
    const versions = new Map<string, { version: number; isHeld: boolean }>();
    const events: { state: GrantState; version: number }[] = [];
    for (let version = 1; version <= 300; version++) {
      const isHeld = random() < 0.7;
      const state = grant(serviceId, Math.floor(random() * 60), version, isHeld);
      versions.set(state.id, { version, isHeld });
      events.push({ state, version });
    }
    const read = projectionOf(stored, now);
    for (const event of events.slice(0, 200)) await read(event);
    await stored.userLists.steer((control) => ({ ...control, building: { run, since: 0 } }));
    const slotsOf = async (lists: ListCollections) =>
      new Map((await allRows(lists, serviceId)).map(({ _id, slot }) => [_id, slot]));

    const follow = async (name: string) => {
      const hostile = await openCollections(hostileStore(store, { seed: `${seed} ${name}` }), now);
      const project = projectionsOf(hostile, now)(run);
      for (let handled = 0; handled < events.length; ) {
        const batch = events.slice(handled, handled + 1 + Math.floor(random() * 60));
        const behind = handled + batch.length;
        const next = events.slice(behind, behind + Math.floor(random() * 60));
        const underWay = new Map(newestOf(batch).map((event) => [event.state.id, project(event)]));
        const first = Promise.allSettled(underWay.values());
        // The next batch begins while the first is under way; a grant's own states stay in order.
        await new Promise(setImmediate);
        const second = Promise.allSettled(
          newestOf(next).map(async (event) => {
            await underWay.get(event.state.id);
            return project(event);
          }),
        );
        if (!isDone(await first)) await second;
        else handled = isDone(await second) ? behind + next.length : behind;
      }
    };
    const goOn = async () => {
      for (const event of events.slice(200)) {
        await read(event);
        await new Promise(setImmediate);
      }
    };
    await Promise.all([follow('one'), follow('two'), goOn()]);
    const filled = await stored.userLists.ofRun(run);
    await expectSound(filled, serviceId, versions);
    expect(await slotsOf(filled)).toEqual(await slotsOf(stored));
    await stored.userLists.steer(({ building: _, ...control }) => control);
  });
}

describe('on SQLite', () => {
  listsOf([1, 2, 3, 4, 5, 6], async (name) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-lists-'));
    const store = await openStore({ url: 'sqlite:', dataDir, name, collections, now });
    return {
      store,
      async close() {
        await store.close();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  });
});

const server = await mongodbForTests();
const [where, url] = 'skipped' in server ? [server.skipped, undefined] : [server.from, server.url];
(url === undefined ? describe.skip : describe)(`on MongoDB (${where})`, () => {
  listsOf([7], async (name) => {
    const store = await openStore({ url: url ?? '', dataDir: '', name, collections, now });
    return {
      store,
      async close() {
        await store.close();
        if ('stop' in server) await server.stop();
      },
    };
  });
});
