import fc from 'fast-check';
import { createPlacesBefore } from './places-before.ts';
import type { ListRow, ListRows } from './stores/list-rows.ts';

/** A list whose records have the places 1, 2, 3…, and how many were looked up by their ids. */
function listOf(ids: readonly string[]) {
  const rows = ids.map((_id, n) => ({ _id, place: n + 1 }) as ListRow);
  let lookups = 0;
  const before = {
    async find({ where }: { where: { place: { gte: number; lte: number } } }) {
      await null;
      return rows.slice(where.place.gte - 1, where.place.lte);
    },
    async getMany(wanted: readonly string[]) {
      await null;
      lookups += wanted.length;
      return rows.filter(({ _id }) => wanted.includes(_id));
    },
  };
  const truth = new Map(rows.map(({ _id, place }) => [_id, place]));
  return { before: before as unknown as ListRows, truth, lookups: () => lookups };
}

const names = (count: number) => Array.from({ length: count }, (_, n) => `record ${n}`);

function inBatches<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

describe('places of the list that is read', () => {
  test('in the order of the list hardly one is looked up by itself', async () => {
    const { before, truth, lookups } = listOf(names(5_000));
    const placesBefore = createPlacesBefore(before);
    for (const batch of inBatches(names(5_000), 250)) {
      const found = await placesBefore('S', batch);
      expect([...found].sort()).toEqual(batch.map((id) => [id, truth.get(id)]).sort());
    }
    expect(lookups()).toBeLessThan(100);
  });

  test('in any order, with strangers among them, asked twice or at once: each is found, and nobody else', () =>
    fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(names(3_000), { minLength: 2_500 }),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 4 }),
        async (asked, size, atATime) => {
          const { before, truth } = listOf(names(2_800));
          const placesBefore = createPlacesBefore(before);
          const batches = inBatches([...asked, ...asked.slice(0, 300)], size);
          for (const together of inBatches(batches, atATime)) {
            const found = await Promise.all(together.map((batch) => placesBefore('S', batch)));
            for (const [n, batch] of together.entries()) {
              const known = batch.filter((id) => truth.has(id));
              expect(found[n]).toEqual(new Map(known.map((id) => [id, truth.get(id)])));
            }
          }
        },
      ),
      { numRuns: 25 },
    ));
});
