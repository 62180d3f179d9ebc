import { setTimeout as pause } from 'node:timers/promises';
import type { Closers } from './closers.ts';
import { describeError } from './described-error.ts';
import { ConfigurationError } from './environment/read-environment.ts';
import type { Logger } from './logger.ts';

export interface PatienceOptions {
  log: Logger;
  /** How long it may take until the server is there. Default a minute: whatever runs containers starts all at once. */
  patienceMs?: number;
}

export interface OpeningOptions extends PatienceOptions {
  /** What was opened is closed with these. */
  closers: Closers;
}

const PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * What an engine gives whose server may not be there yet: an error that says `retryable: true` is tried again, with
 * pauses that double from a quarter of a second to five and a log line for each, until `patienceMs` have passed. Rejects
 * with the last error, at once with any other.
 */
export async function patiently<T>(
  what: string,
  work: () => Promise<T>,
  { log, patienceMs = PATIENCE_MS }: PatienceOptions,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isRetryable(error) || performance.now() + pauseMs > deadline) throw error;
      log.warn({ what, reason: reasonOf(error), nextTryMs: pauseMs }, 'not there yet');
    }
    await pause(pauseMs);
  }
}

/** Opens an engine, patiently; where it does not open in time, rejects with a ConfigurationError that says so. */
export async function openPatiently<T extends { close(): Promise<unknown> }>(
  what: string,
  open: () => Promise<T>,
  { closers, log, patienceMs = PATIENCE_MS }: OpeningOptions,
): Promise<T> {
  try {
    const opened = await patiently(what, open, { log, patienceMs });
    closers.add(what, () => opened.close());
    return opened;
  } catch (error) {
    if (!isRetryable(error)) throw error;
    throw new ConfigurationError([
      `the ${what} did not open within ${patienceMs / 1_000} s: ${reasonOf(error)}`,
    ]);
  }
}

function isRetryable(error: unknown): boolean {
  return (error as { retryable?: unknown } | null)?.retryable === true;
}

/** An engine's own words are made for whoever starts the process, paths of files among them. */
const ENGINE_ERRORS = new Set(['StoreError', 'EventLogError']);

function reasonOf(error: unknown): string {
  if (error instanceof Error && ENGINE_ERRORS.has(error.name)) return error.message;
  const { name, message } = describeError(error);
  return message ?? name;
}
