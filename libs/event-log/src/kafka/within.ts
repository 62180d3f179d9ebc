import { EventLogError } from '../port.ts';

/** What `work` gives, or a rejection once `ms` have passed. The work itself goes on. */
export async function within<T>(ms: number, work: Promise<T>, what: string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new EventLogError(`event log: ${what} took more than ${ms} ms`, { retryable: true })),
    ms,
  );
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
    // What comes too late must not be an unhandled rejection.
    work.catch(() => {});
  }
}
