import pTimeout from 'p-timeout';
import { EventLogError } from '../port.ts';

/** What `work` gives, or a retryable rejection once `ms` have passed. The work itself goes on. */
export function within<T>(ms: number, work: Promise<T>, what: string): Promise<T> {
  const message = new EventLogError(`event log: ${what} took more than ${ms} ms`, { retryable: true });
  return pTimeout(work, { milliseconds: ms, message });
}
