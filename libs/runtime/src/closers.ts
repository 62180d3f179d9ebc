import pTimeout from 'p-timeout';
import type { Logger } from './logger.ts';

/** What was opened and must be closed, the last first. */
export interface Closers {
  /** Once closing has begun, what is added is closed at once. */
  add(name: string, close: () => Promise<unknown> | unknown): void;
  /**
   * Closes all, in the reverse order of `add`, each bounded by what is left of `deadlineMs`; a failure or a timeout
   * is logged and stops nothing. A second call gets the first one's promise.
   */
  closeAll(deadlineMs?: number): Promise<void>;
}

type Closer = { name: string; close: () => Promise<unknown> | unknown };

const DEFAULT_DEADLINE_MS = 10_000;
/** Each has this long, even after another took all of the time. */
const LEAST_MS = 200;

export function createClosers(logger?: Logger): Closers {
  const closers: Closer[] = [];
  let closing: Promise<void> | undefined;

  async function closeOne({ name, close }: Closer, ms: number): Promise<void> {
    try {
      await pTimeout(Promise.resolve().then(close), {
        milliseconds: ms,
        fallback: () => logger?.warn({ closer: name }, 'did not close in time'),
      });
    } catch (err) {
      logger?.error({ err, closer: name }, 'failed to close');
    }
  }

  async function closeEach(deadlineMs: number): Promise<void> {
    const end = performance.now() + deadlineMs;
    for (let next = closers.pop(); next !== undefined; next = closers.pop()) {
      await closeOne(next, Math.max(end - performance.now(), LEAST_MS));
    }
  }

  return {
    add(name, close) {
      if (closing === undefined) closers.push({ name, close });
      else void closeOne({ name, close }, DEFAULT_DEADLINE_MS);
    },
    closeAll(deadlineMs = DEFAULT_DEADLINE_MS) {
      closing ??= closeEach(deadlineMs);
      return closing;
    },
  };
}
