import type { LogRecord } from '../port.ts';
import { createRecentRecords } from './recent-records.ts';

function recordsFrom(first: number, topics: readonly string[]): LogRecord[] {
  return topics.map((topic, index) => ({
    ...{ topic, partition: 0, offset: String(first + index), key: 'k', timestamp: 0 },
    value: 'x'.repeat(100),
  }));
}
const offsets = (records: readonly LogRecord[] | undefined) => records?.map(({ offset }) => Number(offset));

test('readers share the records of their topic after an offset, at most so many', () => {
  const recent = createRecentRecords();
  recent.add(recordsFrom(11, ['a', 'b']));
  recent.add(recordsFrom(13, ['a', 'a']));
  expect(offsets(recent.after('a', 10, 100))).toEqual([11, 13, 14]);
  expect(offsets(recent.after('a', 11, 1))).toEqual([13]);
  expect(recent.after('a', 10, 1)?.[0]).toBe(recent.after('a', 10, 2)?.[0]);
  expect([recent.after('a', 14, 9), recent.after('c', 10, 9)]).toEqual([[], []]);
});

test('what came before the first is not known, nor anything before a gap', () => {
  const recent = createRecentRecords();
  expect(recent.after('a', 0, 9)).toBeUndefined();
  recent.add(recordsFrom(11, ['a']));
  expect(recent.after('a', 9, 9)).toBeUndefined();
  recent.add(recordsFrom(13, ['a']));
  expect(recent.after('a', 11, 9)).toBeUndefined();
  expect(offsets(recent.after('a', 12, 9))).toEqual([13]);
  recent.clear();
  expect(recent.after('a', 12, 9)).toBeUndefined();
  recent.add(recordsFrom(14, ['a']));
  expect(offsets(recent.after('a', 13, 9))).toEqual([14]);
});

test('the oldest go once there is too much, and readers that are behind read the file', () => {
  const recent = createRecentRecords(1_000);
  for (let offset = 1; offset <= 100; offset++) recent.add(recordsFrom(offset, [`t${offset % 2}`]));
  expect(recent.after('t0', 89, 100)).toBeUndefined();
  expect(offsets(recent.after('t0', 90, 100))).toEqual([92, 94, 96, 98, 100]);
  expect(offsets(recent.after('t1', 94, 100))).toEqual([95, 97, 99]);
});
