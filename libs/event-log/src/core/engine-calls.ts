import { EventLogError } from '../port.ts';

/** A consumer's `caughtUp`, from whether it reached the end of its start before it was closed. */
export function caughtUpOf(reached: Promise<boolean>): Promise<void> {
  const caughtUp = reached.then((isReached) => {
    if (isReached) return;
    throw new EventLogError('event log: consumer closed before it caught up', { retryable: true });
  });
  // It must be no unhandled rejection where nobody waits for it.
  caughtUp.catch(() => {});
  return caughtUp;
}

/** Runs an engine's calls: each rejects with EventLogError, and all do once the log is closed. */
export function guardedCalls(isClosed: () => boolean, asEventLogError: (error: unknown) => EventLogError) {
  return async <T>(work: () => T | Promise<T>): Promise<T> => {
    try {
      if (isClosed()) throw new EventLogError('event log: closed', { retryable: false });
      return await work();
    } catch (error) {
      throw asEventLogError(error);
    }
  };
}
