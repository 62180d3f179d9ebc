import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GrantState } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { openStore, type Store } from '@gatehouse/store';
import { hostileStore, mongodbForTests, seededRandom } from '@gatehouse/testing';
import { countAllLists } from './list-count.ts';
import { createListProjection } from './list-projection.ts';
import { fillPlaces, QUIET_MS } from './place-filling.ts';
import { type Collections, collections, openCollections } from './stores/collections.ts';
import { headOf, type ListRows, lastRecord, rowsAfter } from './stores/list-rows.ts';
import type { ListCollections } from './stores/user-lists.ts';
import { again, allRows, documentOf, expectSound, grant } from './testing/list-facts.ts';
import type { ProjectGrant } from './told-grant.ts';

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
          await again(() => fillPlaces(mover, serviceId));
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
        follow(createListProjection(await parts('one'))),
        follow(createListProjection(await parts('two'))),
        fill(),
        reader(),
      ]);
      while ((await read()) > 0) {}
      expect(seen).toEqual(new Map([...versions].map(([id, { version }]) => [id, version])));
      await expectSound(stored, serviceId, versions);
      time += QUIET_MS;
      while (await fillPlaces({ ...stored, now, newId }, serviceId)) {}
      const records = [...versions.values()].filter(({ isHeld }) => isHeld).length;
      expect((await lastRecord(stored.listRows, serviceId))?.place ?? 0).toBe(records);
      await expectSound(stored, serviceId, versions);
    },
    60_000,
  );

  test('an empty place that nobody noted is found when places are filled', async () => {
    const { stored } = at;
    const serviceId = newId();
    const project = createListProjection({ ...stored, now });
    for (let user = 1; user <= 4; user++) {
      await project({ state: grant(serviceId, user, user, true), version: user });
    }
    await project({ state: grant(serviceId, 2, 5, false), version: 5 });
    await stored.freePlaces.purge([`${serviceId}:2`]);
    while (await fillPlaces({ ...stored, now, newId }, serviceId)) {}
    const moved = await stored.listRows.get(`${serviceId}:O:4`);
    expect(moved?.place).toBe(2);
    expect((await lastRecord(stored.listRows, serviceId))?.place).toBe(3);
  });

  test('a count that missed a row is put right once lists are counted, also for who has read it wrong', async () => {
    const { stored } = at;
    const serviceId = newId();
    await stored.services.write({ document: documentOf(serviceId), events: [] });
    const project = createListProjection({ ...stored, now });
    for (let user = 1; user <= 3; user++) {
      await project({ state: grant(serviceId, user, user, true), version: user });
    }
    const head = await headOf(stored.listRows, serviceId);
    if (head === undefined) throw new Error('no head');
    const state = grant(serviceId, 4, 4, true);
    const late = { ...head, _id: state.id, state, position: 0, place: 4 };
    await stored.listRows.write({ document: late, events: [] });

    const [hasRead, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const write: ListRows['write'] = async (row) => {
      hasRead.resolve();
      await goOn.promise;
      return stored.listRows.write(row);
    };
    const elsewhere = createListProjection({ ...stored, listRows: { ...stored.listRows, write }, now });
    const done = elsewhere({ state: grant(serviceId, 5, 5, true), version: 5 });
    await hasRead.promise;
    await countAllLists({ listRows: stored.listRows, now }, stored.services);
    expect((await headOf(stored.listRows, serviceId))?.records).toBe(4);
    goOn.resolve();
    await done;
    expect((await headOf(stored.listRows, serviceId))?.records).toBe(5);
  });

  for (const seed of seeds) filledLists(seed, () => at);
}

function newestOf<E extends { state: GrantState }>(batch: readonly E[]): E[] {
  return [...new Map(batch.map((event) => [event.state.id, event])).values()];
}

function isDone(outcomes: readonly PromiseSettledResult<unknown>[]): boolean {
  return outcomes.every(({ status }) => status === 'fulfilled');
}

/** Fills the lists of a run twice at once, on stores that fail, beside those that are read. */
function filledLists(seed: number, at: () => { store: Store; stored: Collections }) {
  test(`seed ${seed}: two that fill a list beside another one, on a store that fails: sound once counted, places kept`, async () => {
    const { store, stored } = at();
    const serviceId = newId();
    const random = seededRandom(`filling ${seed}`);
    const run = `fill${seed}`;
    await stored.services.write({ document: documentOf(serviceId), events: [] });
    const versions = new Map<string, { version: number; isHeld: boolean }>();
    const events: { state: GrantState; version: number }[] = [];
    for (let version = 1; version <= 300; version++) {
      const isHeld = random() < 0.7;
      const state = grant(serviceId, Math.floor(random() * 60), version, isHeld);
      versions.set(state.id, { version, isHeld });
      events.push({ state, version });
    }
    const read = createListProjection({ ...stored, now });
    for (const event of events) await read(event);
    const placeOf = async (lists: ListCollections) =>
      new Map((await allRows(lists, serviceId)).map(({ _id, place }) => [_id, place]));

    const follow = async (name: string) => {
      const hostile = await openCollections(hostileStore(store, { seed: `${seed} ${name}` }), now);
      let handled = 0;
      const phase = async () => (handled < 200 ? 'filling' : 'near');
      const lists = await hostile.userLists.ofRun(run);
      const project = createListProjection({
        ...lists,
        now,
        beside: { phase, before: Promise.resolve(stored) },
      });
      while (handled < events.length) {
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
    await Promise.all([follow('one'), follow('two')]);
    const filled = await stored.userLists.ofRun(run);
    await countAllLists({ listRows: filled.listRows, now }, stored.services);
    await expectSound(filled, serviceId, versions);
    expect(await placeOf(filled)).toEqual(await placeOf(stored));
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
