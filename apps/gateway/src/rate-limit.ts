import { tooManyRequests } from '@gatehouse/errors';

/** Counts a request of `key` at `now` (milliseconds); throws `too-many-requests` when that is one too many. */
export type RateLimit = (key: string, now: number) => void;

const MINUTE_MS = 60_000;
const SWEEP_AT = 10_000;

interface Window {
  startedAt: number;
  count: number;
}

/** So many requests in the minute that begins with a key's first; 0 limits nothing. */
export function createRateLimit(perMinute: number): RateLimit {
  const windows = new Map<string, Window>();

  function sweep(now: number): void {
    for (const [key, { startedAt }] of windows) if (now - startedAt >= MINUTE_MS) windows.delete(key);
  }

  return (key, now) => {
    if (perMinute === 0) return;
    const window = windows.get(key);
    if (window === undefined || now - window.startedAt >= MINUTE_MS || now < window.startedAt) {
      if (windows.size >= SWEEP_AT) sweep(now);
      windows.set(key, { startedAt: now, count: 1 });
      return;
    }
    if (window.count >= perMinute) {
      const seconds = Math.ceil((window.startedAt + MINUTE_MS - now) / 1_000);
      throw tooManyRequests(`At most ${perMinute} requests a minute; please try again later`, seconds);
    }
    window.count++;
  };
}
