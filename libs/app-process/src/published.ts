import { setTimeout as pause } from 'node:timers/promises';
import type { Relay } from '@gatehouse/event-log';

/** Waits until what this process has written is in the log, at most a quarter of a second. */
export type Published = () => Promise<void>;

const AT_MOST_MS = 250;

/**
 * An operator's write is answered once the log has it, so that a neighbour asked next can know of it; where the log is
 * away, or busy with others' changes, the answer is not held up for longer than 250 ms.
 */
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

  /** A look that began before the write may not have seen it, so another follows; all who wait share the two. */
  async function seen(): Promise<void> {
    await looking;
    await look();
  }

  return async () => {
    const bound = new AbortController();
    await Promise.race([seen(), pause(AT_MOST_MS, undefined, bound).catch(() => {})]);
    bound.abort();
  };
}
