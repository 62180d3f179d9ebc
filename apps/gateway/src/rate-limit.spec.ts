import { Fault } from '@gatehouse/errors';
import { createRateLimit } from './rate-limit.ts';

function retryAfter(work: () => void): number | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Fault && error.code === 'too-many-requests') return error.retryAfterSeconds;
    throw error;
  }
}

test('each client has its own minute', () => {
  const limit = createRateLimit(2);
  expect(retryAfter(() => limit('a', 0))).toBeUndefined();
  expect(retryAfter(() => limit('a', 30_000))).toBeUndefined();
  expect(retryAfter(() => limit('a', 30_001))).toBe(30);
  expect(retryAfter(() => limit('b', 30_001))).toBeUndefined();
  expect(retryAfter(() => limit('a', 60_000))).toBeUndefined();
});

test('a clock that was set back locks nobody out', () => {
  const limit = createRateLimit(1);
  limit('a', 10_000_000);
  expect(retryAfter(() => limit('a', 0))).toBeUndefined();
});

test('0 switches it off', () => {
  const limit = createRateLimit(0);
  for (let turn = 0; turn < 1_000; turn++) expect(retryAfter(() => limit('a', 0))).toBeUndefined();
});
