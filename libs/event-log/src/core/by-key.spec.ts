import type { LogRecord } from '../port.ts';
import { byKey, workOff } from './by-key.ts';

function record(key: string, value: string): LogRecord {
  return { topic: 'things.v1', partition: 0, offset: value, key, value, timestamp: 0 };
}

describe('byKey', () => {
  const records = [record('a', '1'), record('b', '2'), record('a', '3')];

  test('groups by key, in order', () => {
    expect(byKey(records, false).map((group) => group.map(({ value }) => value))).toEqual([
      ['1', '3'],
      ['2'],
    ]);
  });

  test('keeps only the last of each when coalescing', () => {
    expect(byKey(records, true).map((group) => group.map(({ value }) => value))).toEqual([['3'], ['2']]);
  });
});

describe('byKey with an order of several keys', () => {
  const records = [record('a/1', '1'), record('b/1', '2'), record('a/2', '3'), record('a/1', '4')];
  const subjectOf = ({ key }: LogRecord) => key.slice(0, 1);

  test.each([
    [false, [['1', '3', '4'], ['2']]],
    [true, [['3', '4'], ['2']]],
  ])('keeps it, coalescing: %s', (coalesce, expected) => {
    const values = byKey(records, coalesce, subjectOf).map((group) => group.map(({ value }) => value));
    expect(values.map((each) => each.toSorted())).toEqual(expected);
  });
});

describe('workOff', () => {
  test('never has more under way than it may', async () => {
    let running = 0;
    let most = 0;
    await workOff([[1], [2], [3], [4], [5]], 2, async () => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
    });
    expect(most).toBe(2);
  });

  test('after a failure begins nothing more, and rejects when all has ended', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      if (item === 1) throw new Error('one');
      await new Promise(setImmediate);
      ended.push(item);
    };
    await expect(workOff([[1, 2], [3, 4], [5]], 2, work)).rejects.toThrow('one');
    expect(begun).toEqual([1, 3]);
    expect(ended).toEqual([3]);
  });
});
