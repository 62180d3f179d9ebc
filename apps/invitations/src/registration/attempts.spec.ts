import { type Attempts, countWrongCode, lockedUntil } from './attempts.ts';

const NOW = Date.parse('2026-03-01T10:00:00.000Z');
const MINUTE = 60_000;

function wrongCodes(count: number): Attempts {
  return Array.from({ length: count }).reduce<Attempts>((attempts) => countWrongCode(attempts, NOW), {});
}

test('four wrong codes close nothing', () => {
  expect(lockedUntil(wrongCodes(4), NOW)).toBeUndefined();
});

test('the fifth closes for 15 minutes, and then it counts from the start', () => {
  const locked = wrongCodes(5);
  expect(lockedUntil(locked, NOW)).toBe('2026-03-01T10:15:00.000Z');
  expect(lockedUntil(locked, NOW + 15 * MINUTE - 1)).toBeDefined();
  const free = NOW + 15 * MINUTE;
  expect(lockedUntil(locked, free)).toBeUndefined();
  expect(countWrongCode(locked, free)).toEqual({ wrongCodes: 1 });
});
