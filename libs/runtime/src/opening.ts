import { setTimeout as pause } from 'node:timers/promises';
import type { Closers } from './closers.ts';
import { describeError } from './described-error.ts';
import { ConfigurationError } from './environment/read-environment.ts';
import type { Logger } from './logger.ts';
import { isEngineError } from './plain-error.ts';

export interface RetryUntilOpenOptions {
  log: Logger;
  /** How long the server may be away. Default a minute, since containers of one machine start at the same time. */
  retryForMs?: number;
}

export interface OpeningOptions extends RetryUntilOpenOptions {
  /** What was opened is closed with these. */
  closers: Closers;
}

const RETRY_FOR_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Retries `work` while its error says `retryable: true`, as an engine's does whose server is not there yet. Pauses double
 * from a quarter of a second to five, with a log line for each. Rejects with the last error once `retryForMs` have
 * passed, and at once with any other.
 */
export async function retryUntilOpen<T>(
  what: string,
  work: () => Promise<T>,
  { log, retryForMs = RETRY_FOR_MS }: RetryUntilOpenOptions,
): Promise<T> {
  const deadline = performance.now() + retryForMs;
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

/** Opens an engine with `retryUntilOpen`. Rejects with a ConfigurationError where it does not open in time. */
export async function openWithRetries<T extends { close(): Promise<unknown> }>(
  what: string,
  open: () => Promise<T>,
  { closers, log, retryForMs = RETRY_FOR_MS }: OpeningOptions,
): Promise<T> {
  try {
    const opened = await retryUntilOpen(what, open, { log, retryForMs });
    closers.add(what, () => opened.close());
    return opened;
  } catch (error) {
    if (!isRetryable(error)) throw error;
    throw new ConfigurationError([
      `the ${what} did not open within ${retryForMs / 1_000} s: ${reasonOf(error)}`,
    ]);
  }
}

function isRetryable(error: unknown): boolean {
  return (error as { retryable?: unknown } | null)?.retryable === true;
}

function reasonOf(error: unknown): string {
  if (isEngineError(error)) return error.message;
  const { name, message } = describeError(error);
  return message ?? name;
}
