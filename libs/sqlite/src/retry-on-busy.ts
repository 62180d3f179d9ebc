import { setTimeout as pause } from 'node:timers/promises';
import { isBusy } from './engine-failure.ts';
import { yieldIfLong } from './yield.ts';

/** How long a caller waits for other processes' locks altogether. */
export const RETRY_LIMIT_MS = 5_000;

/** The pause before the next attempt: short, and not in step with other processes. */
export function retryDelayMs(): number {
  return 1 + Math.random() * 5;
}

/**
 * Runs `work` again until the file is not locked, then yields to the event loop. SQLite's own waiting would block it.
 * Rejects with what `failureOf` makes of the last error.
 */
export async function retryOnBusy<T>(work: () => T, failureOf: (error: unknown) => Error): Promise<T> {
  const deadline = performance.now() + RETRY_LIMIT_MS;
  for (;;) {
    try {
      const result = work();
      await yieldIfLong();
      return result;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw failureOf(error);
    }
    await pause(retryDelayMs());
  }
}
