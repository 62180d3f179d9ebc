import type { Document, Write, WriteResult } from '@gatehouse/store';
import { batchedWrites } from './batched-writes.ts';

const write = (id: string): Write<Document> => ({ document: { _id: id, version: 1 }, events: [] });

function recording(answer: (ids: string[]) => WriteResult[]) {
  const calls: string[][] = [];
  const batched = batchedWrites<Document>({
    async writeMany(writes) {
      const ids = writes.map(({ document }) => document._id);
      calls.push(ids);
      return answer(ids);
    },
  });
  return { calls, batched };
}

describe('batchedWrites', () => {
  test('writes of a moment go together, and each has its own answer', async () => {
    const { calls, batched } = recording((ids) =>
      ids.map((id) => ({ status: id === 'b' ? 'conflict' : 'written' })),
    );
    const results = await Promise.all(['a', 'b', 'c'].map((id) => batched.write(write(id))));
    expect(results.map(({ status }) => status)).toEqual(['written', 'conflict', 'written']);
    expect(calls).toEqual([['a', 'b', 'c']]);
  });

  test('at most a hundred go together', async () => {
    const { calls, batched } = recording((ids) => ids.map(() => ({ status: 'written' })));
    await Promise.all(Array.from({ length: 250 }, (_, n) => batched.write(write(String(n)))));
    expect(calls.map(({ length }) => length)).toEqual([100, 100, 50]);
  });

  test('a failure is the answer to each', async () => {
    const { batched } = recording(() => {
      throw new Error('away');
    });
    const results = await Promise.allSettled(['a', 'b'].map((id) => batched.write(write(id))));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
