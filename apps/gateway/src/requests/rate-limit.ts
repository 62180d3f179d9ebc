import { tooManyRequests } from '@gatehouse/errors';

/** Counts a request of `key` at `now` (whole milliseconds). Throws `too-many-requests` beyond the limit. */
export type RateLimit = (key: string, now: number) => void;

const MINUTE_MS = 60_000;
/** Services are few, people many. */
const MANY = 10_000;

interface Bucket {
  /** The remaining requests times `MINUTE_MS`: a whole number, so that rounding loses nothing. */
  level: number;
  at: number;
}

/**
 * A token bucket for each key, of `perMinute` requests, refilled steadily at that rate. 0 limits nothing. `Retry-After`
 * says when the next request is allowed. A bucket that nobody takes from for a minute is full, and need not be kept.
 */
export function createRateLimit(perMinute: number): RateLimit {
  const full = perMinute * MINUTE_MS;
  const buckets = new Map<string, Bucket>();
  let sweptAt = 0;

  function sweep(now: number): void {
    if (buckets.size < MANY || Math.abs(now - sweptAt) < MINUTE_MS) return;
    sweptAt = now;
    for (const [key, { at }] of buckets) if (Math.abs(now - at) >= MINUTE_MS) buckets.delete(key);
  }

  return (key, now) => {
    if (perMinute === 0) return;
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      sweep(now);
      bucket = { level: full, at: now };
      buckets.set(key, bucket);
    }
    // A clock that was set back refills nothing.
    const elapsedMs = Math.min(Math.max(0, now - bucket.at), MINUTE_MS);
    bucket.level = Math.min(full, bucket.level + elapsedMs * perMinute);
    bucket.at = now;
    const missing = MINUTE_MS - bucket.level;
    if (missing > 0) {
      const seconds = Math.ceil(missing / perMinute / 1_000);
      throw tooManyRequests(`At most ${perMinute} requests a minute; please try again later`, seconds);
    }
    bucket.level -= MINUTE_MS;
  };
}
