import { perMinute } from './per-minute.ts';

test('so many at once, then one for each that was refilled; keys apart', () => {
  let now = 1_000_000;
  const limit = perMinute(60, () => now);
  for (let n = 0; n < 60; n++) expect(limit.take('a')).toBeUndefined();
  expect(limit.take('a')).toBe(1);
  expect(limit.take('b')).toBeUndefined();
  now += 1_000;
  expect(limit.take('a')).toBeUndefined();
  expect(limit.take('a')).toBe(1);
  now += 60_000;
  for (let n = 0; n < 60; n++) expect(limit.take('a')).toBeUndefined();
  expect(limit.take('a')).toBe(1);
});
