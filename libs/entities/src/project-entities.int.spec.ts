import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collection, defineCollection, documentSchema, openStore, type Store } from '@gatehouse/store';
import fc from 'fast-check';
import { type ProjectionDocument, projectEntities, projectionFields } from './project-entities.ts';

type Thing = ProjectionDocument<{ id: string; name: string }>;

const schema = documentSchema({ ...projectionFields<{ id: string; name: string }>() });
const thingsCollection = defineCollection('things', schema);

let dataDir: string;
let store: Store;
let things: Collection<Thing>;
let round = 0;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-projections-'));
  const collections = [thingsCollection];
  store = await openStore({ url: 'sqlite:', dataDir, name: 'projections', collections, now: Date.now });
  things = store.collection(thingsCollection);
});
afterAll(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

function published(id: string, entityVersion: number) {
  return { entityVersion, state: { id, name: `${id} ${entityVersion}` }, keys: {} };
}

const project = (...states: [id: string, version: number][]) =>
  projectEntities(
    things,
    Date.now,
    states.map(([id, version]) => published(id, version)),
  );

test('answers for each projection, in their order, whether it is made, changed or known', async () => {
  expect(await project(['a', 2], ['b', 2])).toEqual(['made', 'made']);
  expect(await project(['b', 1], ['c', 1], ['a', 3], ['b', 2])).toEqual([
    'known',
    'made',
    'changed',
    'known',
  ]);
  expect((await things.getMany(['a', 'b', 'c'])).map(({ state }) => state.name).sort()).toEqual([
    'a 3',
    'b 2',
    'c 1',
  ]);
});

test('takes more than the store takes at once', async () => {
  const ids = Array.from({ length: 250 }, (_, n) => `many ${n}`);
  const made = await project(...ids.map((id): [string, number] => [id, 1]));
  expect(made).toEqual(ids.map(() => 'made'));
  expect(await things.getMany(ids)).toHaveLength(250);
});

test('however states arrive, at once and again, each entity ends at its newest', async () => {
  const state = fc.tuple(fc.constantFrom('p', 'q', 'r'), fc.integer({ min: 1, max: 9 }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(state, { maxLength: 6 }), { maxLength: 5 }), async (batches) => {
      const mine = ++round;
      const own = (id: string) => `${id} of ${mine}`;
      await Promise.all(
        batches.map((batch) => project(...batch.map(([id, n]): [string, number] => [own(id), n]))),
      );
      const newest = new Map<string, number>();
      for (const [id, n] of batches.flat()) newest.set(own(id), Math.max(n, newest.get(own(id)) ?? 0));
      const found = await things.getMany([...newest.keys()]);
      expect(new Map(found.map((each) => [each._id, each.entityVersion]))).toEqual(newest);
      for (const { state, entityVersion } of found) expect(state.name).toBe(`${state.id} ${entityVersion}`);
    }),
    { numRuns: 50 },
  );
});
