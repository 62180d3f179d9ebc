import { perMinute } from './per-minute.ts';

test('so many in any minute; keys apart; what was refused is not counted', () => {
  let now = 1_000_000;
  const limit = perMinute(60, () => now);
  for (let n = 0; n < 30; n++) expect(limit.take('a')).toBeUndefined();
  now += 20_000;
  for (let n = 0; n < 30; n++) expect(limit.take('a')).toBeUndefined();
  expect(limit.take('a')).toBe(40);
  expect(limit.take('b')).toBeUndefined();
  now += 39_999;
  expect(limit.take('a')).toBe(1);
  now += 1;
  for (let n = 0; n < 30; n++) expect(limit.take('a')).toBeUndefined();
  expect(limit.take('a')).toBe(20);
  now += 60_000;
  for (let n = 0; n < 60; n++) expect(limit.take('a')).toBeUndefined();
  expect(limit.take('a')).toBe(60);
});
