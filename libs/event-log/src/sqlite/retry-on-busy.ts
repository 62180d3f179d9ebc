import { setTimeout as delay } from 'node:timers/promises';
import { asEventLogError } from './failure.ts';

const PATIENCE_MS = 5_000;
const PAUSE_MS = 5;
const BUSY = 5;

/**
 * Tries again while another process writes to the file. SQLite's own waiting would hold the event loop. Rejects with
 * EventLogError, retryable when the file stayed busy.
 */
export async function withPatience<T>(work: () => T): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw asEventLogError(error);
    }
    await delay(PAUSE_MS);
  }
}

function isBusy(error: unknown): boolean {
  return Error.isError(error) && 'errcode' in error && (Number(error.errcode) & 0xff) === BUSY;
}
