import { setTimeout as delay } from 'node:timers/promises';
import { unavailable } from '@gatehouse/errors';
import type { Relay } from '@gatehouse/event-log';
import { StoreError } from '@gatehouse/store';

/** Waits, for a bounded time, until what was written is in the log. */
export type Published = () => Promise<void>;

const LONGEST_WAIT_MS = 250;

/** An operator's answer waits so long for the log, so that whoever reads it finds the change; the log may be away. */
export function whenPublished(relay: Pick<Relay, 'idle'>): Published {
  let looking: Promise<void> | undefined;

  function look(): Promise<void> {
    looking ??= relay
      .idle()
      .catch(() => {})
      .finally(() => {
        looking = undefined;
      });
    return looking;
  }

  return async () => {
    const deadline = new AbortController();
    const late = delay(LONGEST_WAIT_MS, undefined, deadline).catch(() => {});
    // A look that began before the write need not have seen it; all who wait share the next one.
    const seen = (looking ?? Promise.resolve()).then(look);
    await Promise.race([seen, late]);
    deadline.abort();
  };
}

/**
 * Writes, and once more after a wait: a document keeps its events until the log has them, so a large one that changes
 * fast can be out of room for a moment. Throws `unavailable` where it still is.
 */
export async function withRoom<T>(published: Published, write: () => Promise<T>): Promise<T> {
  const isFull = (error: unknown) => error instanceof StoreError && !error.retryable;
  try {
    return await write();
  } catch (error) {
    if (!isFull(error)) throw error;
  }
  await published();
  try {
    return await write();
  } catch (error) {
    throw isFull(error) ? unavailable(error) : error;
  }
}
