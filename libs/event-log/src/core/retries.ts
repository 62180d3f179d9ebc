import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from './backoff.ts';

export interface RetryOptions {
  /** How often a record is tried in place. */
  attempts: number;
  /** The first pause; each next one is twice as long. */
  baseMs: number;
  maxMs: number;
}

/** About a minute in all. */
export const DEFAULT_RETRIES: RetryOptions = { attempts: 19, baseMs: 50, maxMs: 5_000 };

/** True for an error that says of itself whether the same call may go through later: an engine's, for one. */
export function saysIfRetryable(error: unknown): error is { retryable: boolean } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'retryable' in error &&
    typeof error.retryable === 'boolean'
  );
}

/** True for an error that says of itself that the same call may go through later. */
function isRetryable(error: unknown): boolean {
  return saysIfRetryable(error) && error.retryable;
}

/** Tries again while the error may be retried; rejects with the last one, or when `stop` cuts a pause short. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { attempts, baseMs, maxMs }: RetryOptions,
  stop: AbortSignal,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRetryable(error) || failures >= attempts) throw error;
    }
    await delay(backoffMs(failures, baseMs, maxMs), undefined, { signal: stop });
  }
}
