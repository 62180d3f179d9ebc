import { mayPass, retryAfterOf, waitAfter } from './retries.ts';

const NOW = Date.parse('2026-05-04T10:00:00Z');
const after = (value: string) => retryAfterOf(new Headers({ 'retry-after': value }), NOW);

test('Retry-After in seconds or as a date', () => {
  expect([
    after('7'),
    after('Mon, 04 May 2026 10:00:09 GMT'),
    after('Mon, 04 May 2026 09:00:00 GMT'),
  ]).toEqual([7, 9, 0]);
  expect([after('soon'), after('-1e9'), retryAfterOf(new Headers(), NOW)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('waits double, with half of each left to chance', () => {
  const options = { attempts: 4, baseMs: 100 };
  expect([1, 2, 3, 4].map((attempt) => waitAfter(attempt, options, undefined, () => 1))).toEqual([
    100,
    200,
    400,
    undefined,
  ]);
  expect(waitAfter(1, options, undefined, () => 0)).toBe(50);
});

test('never before what was asked for, and not at all where that is too long', () => {
  expect(waitAfter(1, { baseMs: 100 }, 5, () => 1)).toBe(5_100);
  expect(waitAfter(1, { maxWaitMs: 4_000 }, 5)).toBeUndefined();
});

test('what may pass', () => {
  expect([429, 502, 503, 504].every(mayPass)).toBe(true);
  expect([400, 401, 403, 404, 409, 422, 500].some(mayPass)).toBe(false);
});
