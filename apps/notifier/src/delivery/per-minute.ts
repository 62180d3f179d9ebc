import { tooManyRequests } from '@gatehouse/errors';
import type { CallerOf } from '@gatehouse/http';

const MINUTE_MS = 60_000;

/** Counts what each key may do in a minute. In this process only. */
export interface PerMinute {
  /** Takes one; or gives for how many seconds the key has to wait. */
  take(key: string): number | undefined;
}

/** `most` at once, refilled steadily. */
export function perMinute(most: number, now: () => number): PerMinute {
  const everyMs = MINUTE_MS / most;
  /** When all that a key took is refilled. Keys without an entry have taken nothing for a minute. */
  const fullAt = new Map<string, number>();

  function dropFull(at: number): void {
    for (const [key, full] of fullAt) if (full <= at) fullAt.delete(key);
  }

  return {
    take(key) {
      const at = now();
      if (fullAt.size > 10_000) dropFull(at);
      const full = Math.max(fullAt.get(key) ?? 0, at) + everyMs;
      const overMs = full - at - MINUTE_MS;
      if (overMs > 0) return Math.ceil(overMs / 1_000);
      fullAt.set(key, full);
      return undefined;
    },
  };
}

/** Takes one for a service, or throws a Fault (`tooManyRequests`). The operator may ask for as many as they like. */
export function takeOne(limit: PerMinute, caller: CallerOf<'client'>, serviceId: string): void {
  const waitS = caller.kind === 'client' ? limit.take(serviceId) : undefined;
  if (waitS !== undefined) throw tooManyRequests(`Try again in ${waitS} s`, waitS);
}
