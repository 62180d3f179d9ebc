import { type FetchedPartition, type FetchedRecord, hideAbortedRecords } from './aborted-records.ts';

const ABORT = Buffer.from([0, 0, 0, 0]);
const COMMIT = Buffer.from([0, 0, 0, 1]);

function record(offset: number, producerId: string, inTransaction = true): FetchedRecord {
  return {
    offset: `${offset}`,
    key: Buffer.from('a'),
    value: Buffer.from(''),
    batchContext: { producerId, inTransaction },
  };
}

function marker(offset: number, producerId: string, key: Buffer): FetchedRecord {
  return { ...record(offset, producerId), key, isControlRecord: true };
}

function visible(messages: FetchedRecord[], aborted: [producerId: string, firstOffset: number][]): number[] {
  const fetched: FetchedPartition = {
    partition: 0,
    highWatermark: '100',
    abortedTransactions: aborted.map(([producerId, first]) => ({ producerId, firstOffset: `${first}` })),
    messages,
  };
  hideAbortedRecords(fetched);
  expect(fetched.abortedTransactions).toEqual([]);
  expect(fetched.messages).toHaveLength(messages.length);
  return fetched.messages.filter((each) => !each.isControlRecord).map(({ offset }) => Number(offset));
}

describe('hideAbortedRecords', () => {
  test('hides an aborted transaction, and shows its producer’s next', () => {
    const messages = [record(1, 'A'), marker(2, 'A', ABORT), record(3, 'A'), marker(4, 'A', COMMIT)];
    expect(visible(messages, [['A', 1]])).toEqual([3]);
  });

  test('hides overlapping ones, listed in the order of their ends', () => {
    const messages = [
      record(10, 'A'),
      record(11, 'C'),
      record(12, 'B'),
      marker(13, 'B', ABORT),
      record(14, 'A'),
      marker(15, 'A', ABORT),
      marker(16, 'C', COMMIT),
      record(17, 'B'),
    ];
    const aborted: [string, number][] = [
      ['B', 12],
      ['A', 10],
    ];
    expect(visible(messages, aborted)).toEqual([11, 17]);
  });

  test('hides those that began before the fetch', () => {
    const messages = [record(50, 'B'), record(51, 'A'), record(52, 'C', false)];
    const aborted: [string, number][] = [
      ['A', 10],
      ['B', 20],
    ];
    expect(visible(messages, aborted)).toEqual([52]);
  });
});
