import type { Document, Write, WriteResult } from '@gatehouse/store';
import { gatheredWrites } from './gathered-writes.ts';

const write = (id: string): Write<Document> => ({ document: { _id: id, version: 1 }, events: [] });

function recording(answer: (ids: string[]) => WriteResult[]) {
  const calls: string[][] = [];
  const gathered = gatheredWrites<Document>({
    async writeMany(writes) {
      const ids = writes.map(({ document }) => document._id);
      calls.push(ids);
      return answer(ids);
    },
  });
  return { calls, gathered };
}

describe('gatheredWrites', () => {
  test('writes of a moment go together, and each has its own answer', async () => {
    const { calls, gathered } = recording((ids) =>
      ids.map((id) => ({ status: id === 'b' ? 'conflict' : 'written' })),
    );
    const results = await Promise.all(['a', 'b', 'c'].map((id) => gathered.write(write(id))));
    expect(results.map(({ status }) => status)).toEqual(['written', 'conflict', 'written']);
    expect(calls).toEqual([['a', 'b', 'c']]);
  });

  test('at most a hundred go together', async () => {
    const { calls, gathered } = recording((ids) => ids.map(() => ({ status: 'written' })));
    await Promise.all(Array.from({ length: 250 }, (_, n) => gathered.write(write(String(n)))));
    expect(calls.map(({ length }) => length)).toEqual([100, 100, 50]);
  });

  test('a failure is told to each', async () => {
    const { gathered } = recording(() => {
      throw new Error('away');
    });
    const results = await Promise.allSettled(['a', 'b'].map((id) => gathered.write(write(id))));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
