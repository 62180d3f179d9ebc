import type { OutboxEntry } from '@gatehouse/store';
import { relayBatches } from './relay-batches.ts';

function entry(id: string, ...sizes: number[]): OutboxEntry {
  const events = sizes.map((size, index) => ({
    topic: 'things.v1',
    key: id,
    version: index + 1,
    value: JSON.stringify({ padding: 'x'.repeat(size) }),
  }));
  return { collection: 'things', id, events };
}

describe('relayBatches', () => {
  test('makes nothing of nothing', () => {
    expect(relayBatches([])).toEqual([]);
  });

  test('keeps entries together that fit, in order, with the partition’s key where there is one', () => {
    const placed = entry('b', 1);
    const [event] = placed.events;
    if (event !== undefined) event.partitionKey = 'service';
    const [batch, ...more] = relayBatches([entry('a', 1, 2), placed]);
    expect(more).toEqual([]);
    expect(batch?.entries.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(batch?.records).toEqual([
      { topic: 'things.v1', key: 'a', value: '{"padding":"x"}' },
      { topic: 'things.v1', key: 'a', value: '{"padding":"xx"}' },
      { topic: 'things.v1', key: 'b', partitionKey: 'service', value: '{"padding":"x"}' },
    ]);
  });

  test('begins another batch before 512 KB', () => {
    const batches = relayBatches([
      entry('a', 200_000),
      entry('b', 200_000),
      entry('c', 200_000),
      entry('d', 1),
    ]);
    expect(batches.map(({ entries }) => entries.map(({ id }) => id))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });
});
