import type { Relay } from '@gatehouse/event-log';
import pTimeout from 'p-timeout';

/** Waits until what this process has written is in the log, at most a quarter of a second. */
export type Published = () => Promise<void>;

const AT_MOST_MS = 250;

/**
 * Lets an operator's write be answered once the log has it, so that the next app that is asked can know of it. While the log
 * is away or busy, the answer waits 250 ms at most.
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

  /** A look that began before the write may have missed it, so another follows. All callers share the two. */
  async function seen(): Promise<void> {
    await looking;
    await look();
  }

  return async () => {
    await pTimeout(seen(), { milliseconds: AT_MOST_MS, message: false });
  };
}
