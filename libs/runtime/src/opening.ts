import { setTimeout as pause } from 'node:timers/promises';
import type { Closers } from './closers.ts';
import { describeError } from './described-error.ts';
import { ConfigurationError } from './environment/read-environment.ts';
import type { Logger } from './logger.ts';

export interface OpeningOptions {
  log: Logger;
  /** What was opened is closed with these. */
  closers: Closers;
  /** How long it may take until the server is there. Default a minute: whatever runs containers starts all at once. */
  patienceMs?: number;
}

const PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Opens an engine whose server may not be there yet: an error that says `retryable: true` is tried again, with pauses
 * that double from a quarter of a second to five and a log line for each, until `patienceMs` have passed;
 * then rejects with a ConfigurationError that says so. Rejects at once with any other error.
 */
export async function openPatiently<T extends { close(): Promise<unknown> }>(
  what: string,
  open: () => Promise<T>,
  { log, closers, patienceMs = PATIENCE_MS }: OpeningOptions,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      const opened = await open();
      closers.add(what, () => opened.close());
      return opened;
    } catch (error) {
      const retryable = (error as { retryable?: unknown } | null)?.retryable === true;
      if (!retryable) throw error;
      const { name, message } = describeError(error);
      const reason = message ?? name;
      if (performance.now() + pauseMs > deadline) {
        throw new ConfigurationError([`the ${what} did not open within ${patienceMs / 1_000} s: ${reason}`]);
      }
      log.warn({ what, reason, nextTryMs: pauseMs }, 'not there yet');
    }
    await pause(pauseMs);
  }
}
