import { setTimeout as pause } from 'node:timers/promises';
import { isBusy, storeError } from './sqlite-error.ts';
import { breathe } from './turn.ts';

/** How long a caller waits for other processes' locks in all. */
export const PATIENCE_MS = 5_000;

/** When to look again after a lock was held: soon, and not in step with others. */
export function retryDelayMs(): number {
  return 1 + Math.random() * 5;
}

/**
 * Runs something that may find the file locked, again until it does not, and then lets the event loop breathe. Every
 * failure is a StoreError.
 */
export async function withPatience<T>(where: string, run: () => T): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      const result = run();
      await breathe();
      return result;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw storeError(where, error);
    }
    await pause(retryDelayMs());
  }
}
