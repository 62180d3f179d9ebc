import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from './backoff.ts';

export interface RetryOptions {
  /** How often a record is tried. */
  attempts: number;
  /** The first pause; each next one is twice as long. */
  baseMs: number;
  maxMs: number;
}

/** About a minute in all. */
export const DEFAULT_RETRIES: RetryOptions = { attempts: 19, baseMs: 50, maxMs: 5_000 };

/** True for an error that says whether the same call may succeed later, as an engine's does. */
export function saysIfRetryable(error: unknown): error is { retryable: boolean } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'retryable' in error &&
    typeof error.retryable === 'boolean'
  );
}

/** Tries again while the error says that it may be retried. Rejects with the last one, or when `stop` ends a pause. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { attempts, baseMs, maxMs }: RetryOptions,
  stop: AbortSignal,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (!saysIfRetryable(error) || !error.retryable || failures >= attempts) throw error;
    }
    await delay(backoffMs(failures, baseMs, maxMs), undefined, { signal: stop });
  }
}
