import { getAll, inBatches } from './batches.ts';
import type { Query } from './port.ts';

const documents = ['a', 'b', 'c', 'd', 'e'].map((_id, n) => ({ _id, version: 1, key: `${9 - n}` }));

/** Understands what batches ask of a collection. */
const collection = {
  async find({ where = {}, sort = [], limit }: Query) {
    const [[by] = ['_id']] = sort;
    const of = (document: object) => (document as Record<string, string>)[by] ?? '';
    const { gt } = where[by] as { gt: string };
    const behind = documents.filter((each) => of(each) > gt);
    return behind.toSorted((one, other) => (of(one) < of(other) ? -1 : 1)).slice(0, limit);
  },
  async getMany(ids: readonly string[]) {
    if (ids.length > 1_000) throw new Error('too many ids');
    return documents.filter(({ _id }) => ids.includes(_id));
  },
};

test.each([1, 2, 5, 6])(
  'batches of %i hold every document once, in order, and none is empty',
  async (size) => {
    const ids: string[] = [];
    for await (const batch of inBatches(collection, { size })) {
      expect(batch.length).toBeGreaterThan(0);
      ids.push(...batch.map(({ _id }) => _id));
    }
    expect(ids).toEqual(['a', 'b', 'c', 'd', 'e']);
  },
);

test('batches go by another member', async () => {
  const ids: string[] = [];
  for await (const batch of inBatches(collection, { by: 'key', size: 2 }))
    ids.push(...batch.map(({ _id }) => _id));
  expect(ids).toEqual(['e', 'd', 'c', 'b', 'a']);
});

test('documents of more ids than one call takes', async () => {
  const ids = ['a', ...Array.from({ length: 2_500 }, (_, n) => `none ${n}`), 'e', 'a'];
  expect([...(await getAll(collection, ids)).keys()]).toEqual(['a', 'e']);
});
