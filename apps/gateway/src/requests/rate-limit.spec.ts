import { Fault } from '@gatehouse/errors';
import fc from 'fast-check';
import { createRateLimit, type RateLimit } from './rate-limit.ts';

const NOW = 1_800_000_000_000;

/** Undefined where the request is allowed, else its `Retry-After`. */
function retryAfter(limit: RateLimit, now: number, key = 'a'): number | undefined {
  try {
    limit(key, now);
    return undefined;
  } catch (error) {
    if (error instanceof Fault && error.code === 'too-many-requests') return error.retryAfterSeconds;
    throw error;
  }
}

function allowedOf(limit: RateLimit, requests: number, now: number): number {
  return Array.from({ length: requests }, () => retryAfter(limit, now)).filter((s) => s === undefined).length;
}

test('a bucket of one minute’s requests, refilled steadily, one for each client', () => {
  const limit = createRateLimit(6);
  expect(allowedOf(limit, 7, NOW)).toBe(6);
  expect(retryAfter(limit, NOW)).toBe(10);
  expect(retryAfter(limit, NOW + 9_999)).toBe(1);
  expect(retryAfter(limit, NOW + 9_999, 'b')).toBeUndefined();
  expect(retryAfter(limit, NOW + 10_000)).toBeUndefined();
  expect(retryAfter(limit, NOW + 10_000)).toBe(10);
  expect(allowedOf(limit, 7, NOW + 3_600_000)).toBe(6);
});

test('600 pages at once, and all that comes at the rate from then on, are allowed by 3,000 a minute', () => {
  const limit = createRateLimit(3_000);
  expect(allowedOf(limit, 3_000, NOW)).toBe(3_000);
  for (let request = 1; request <= 10_000; request++) {
    expect(retryAfter(limit, NOW + request * 20)).toBeUndefined();
  }
});

test('property: what is allowed is what the rate gives, and Retry-After the first second at which one more is', () => {
  const rates = fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 11, max: 1_000_000_000 }));
  const bursts = fc.array(
    fc.record({ afterMs: fc.nat(100_000), requests: fc.integer({ min: 1, max: 20 }) }),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(rates, bursts, (rate, each) => {
      const limit = createRateLimit(rate);
      let now = NOW;
      /** When each allowed request came. */
      const allowed: number[] = [];
      for (const { afterMs, requests } of each) {
        now += afterMs;
        for (let request = 0; request < requests; request++) {
          const wait = retryAfter(limit, now);
          if (wait === undefined) {
            allowed.push(now);
            // Over every stretch of time: no more than a full bucket and what flowed into it.
            const most = (from: number) => rate + ((now - from) * rate) / 60_000;
            const beyond = allowed.findIndex((from, index) => allowed.length - index > most(from));
            expect(beyond).toBe(-1);
            continue;
          }
          expect(wait).toBeGreaterThanOrEqual(1);
          expect(retryAfter(limit, now + (wait - 1) * 1_000)).toBe(1);
          now += wait * 1_000;
          expect(retryAfter(limit, now)).toBeUndefined();
          allowed.push(now);
        }
      }
    }),
    { seed: 16 },
  );
});

test('a clock that was set back refills nothing, and locks no client out for longer than a minute', () => {
  const limit = createRateLimit(1);
  expect(retryAfter(limit, NOW)).toBeUndefined();
  expect(retryAfter(limit, 0)).toBe(60);
  expect(retryAfter(limit, 60_000)).toBeUndefined();
});

test('0 switches it off', () => {
  const limit = createRateLimit(0);
  expect(allowedOf(limit, 1_000, NOW)).toBe(1_000);
});
