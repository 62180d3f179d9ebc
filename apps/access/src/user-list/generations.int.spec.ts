import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Control, FIRST_RUN } from '@gatehouse/read-models';
import { newId } from '@gatehouse/runtime';
import { openStore, type Store } from '@gatehouse/store';
import { propertyRuns } from '@gatehouse/testing';
import fc from 'fast-check';
import { collections, openCollections } from '../collections.ts';
import { grant } from '../testing/list-facts.ts';
import { type ListWorld, listWorld } from '../testing/list-world.ts';
import { createListProjections } from './project-grants.ts';

let dataDir: string;
let store: Store;
let runs = 0;
const nextRun = () => `run${++runs}`;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-generations-'));
  store = await openStore({ url: 'sqlite:', dataDir, name: 'access', collections, now: Date.now });
});
afterAll(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

const ALL = Number.POSITIVE_INFINITY;

/** Nine records behind an empty slot; a rebuild is under way, and both generations hold them. */
async function beingRebuilt(): Promise<{ world: ListWorld; run: string }> {
  const world = await listWorld(store);
  const run = nextRun();
  for (let user = 0; user <= 9; user++) world.change(user, true);
  await world.handle(0, ALL, 0);
  world.change(0, false);
  await world.handle(0, ALL, 0);
  await world.nextStage(run);
  await world.handle(1, ALL, 0);
  return { world, run };
}

test('a record that is granted during a rebuild has one slot, whichever list takes it in first, and a walk across the switch finds it once', async () => {
  const { world, run } = await beingRebuilt();
  world.change(10, true);
  await world.handle(1, ALL, 0);
  await world.handle(0, ALL, 0);
  expect([await world.slotOf(run, 10), await world.slotOf(FIRST_RUN, 10)]).toEqual([1, 1]);
  await world.beginWalk();
  await world.walk(0, 0);
  await world.nextStage(run);
  await world.settle();
});

test('a record that is granted while the list before drains has the slot that this one gives it', async () => {
  const { world, run } = await beingRebuilt();
  await world.nextStage(run);
  world.change(10, true);
  world.change(11, true);
  await world.handle(1, ALL, 0);
  expect([await world.slotOf(run, 10), await world.slotOf(run, 11)]).toEqual([1, 11]);
  expect([await world.slotOf(FIRST_RUN, 10), await world.slotOf(FIRST_RUN, 11)]).toEqual([1, 11]);
  await world.settle();
});

test('a grant whose deciding list ends while it is projected is tried again, and not lost', async () => {
  const { userLists } = await openCollections(store, Date.now);
  const run = nextRun();
  const active = { run, since: 1 };
  const looks: Control[] = [{ active, draining: { run: FIRST_RUN, since: 1 } }];
  const lists = { look: async () => looks.shift() ?? { active }, ofRun: userLists.ofRun };
  const project = createListProjections({ userLists: lists, noteWalk: async () => {}, now: Date.now })(run);
  const published = { state: grant(newId(), 1, 1, true), version: 1 };
  await expect(project(published)).rejects.toMatchObject({ retryable: true });
  expect(await project(published)).toBe(true);
});

test('a slot that is taken again before its last record is removed here goes from the one to the other', async () => {
  const { world, run } = await beingRebuilt();
  world.change(5, false);
  world.change(5, true);
  world.change(12, true);
  world.change(5, false);
  world.change(13, true);
  world.change(5, true);
  for (let n = 0; n < 6; n++) await world.handle(0, 1, n);
  // All at once: of the fifth user only the last state is looked at, which has another slot by now.
  await world.handle(1, ALL, 0);
  expect(await world.slotOf(run, 5)).toBe(await world.slotOf(FIRST_RUN, 5));
  expect(await world.slotOf(run, 13)).toBe(await world.slotOf(FIRST_RUN, 13));
  await world.settle();
});

test('once the list before is gone the new one decides, and reuses what was free before the rebuild', async () => {
  const world = await listWorld(store);
  const run = nextRun();
  for (let user = 1; user <= 6; user++) world.change(user, true);
  world.change(2, false);
  world.change(3, false);
  await world.handle(0, 4, 0);
  await world.handle(0, ALL, 0);
  await world.nextStage(run);
  await world.handle(1, ALL, 0);
  while (!(await world.nextStage(run)) || world.control().draining !== undefined)
    await world.handle(ALL, ALL, 0);
  expect(world.control()).toMatchObject({ active: { run } });
  for (const user of [7, 8, 9]) world.change(user, true);
  await world.handle(0, ALL, 0);
  const slots = await Promise.all([7, 8, 9].map((user) => world.slotOf(run, user)));
  expect(slots).toEqual([2, 3, 7]);
  await world.settle();
});

const small = fc.nat({ max: 3 });
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      user: fc.nat({ max: 14 }),
      isHeld: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('handle' as const),
      which: small,
      count: fc.integer({ min: 1, max: 8 }),
      inProcess: small,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('redeliver' as const),
      which: small,
      count: fc.integer({ min: 1, max: 12 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('stage' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('begin walk' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('walk' as const), which: small, from: small }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fill' as const) }) },
);

test('however grants, removals, rebuilds and walks meet: each walk finds each lasting record once, and all lists end alike', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), async (steps) => {
      const world = await listWorld(store);
      for (const each of steps) {
        if (each.kind === 'change') world.change(each.user, each.isHeld);
        else if (each.kind === 'handle') await world.handle(each.which, each.count, each.inProcess);
        else if (each.kind === 'redeliver') world.redeliver(each.which, each.count);
        else if (each.kind === 'stage') await world.nextStage(nextRun());
        else if (each.kind === 'begin walk') await world.beginWalk();
        else if (each.kind === 'walk') await world.walk(each.which, each.from);
        else await world.fill();
      }
      await world.settle();
    }),
    propertyRuns(120, 15),
  );
});
