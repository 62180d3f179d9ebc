import { engineFailure, retryOnBusy } from '@gatehouse/sqlite';
import { EventLogError } from '../port.ts';

/** Any failure of the file as the port's error. */
export function asEventLogError(error: unknown): EventLogError {
  if (error instanceof EventLogError) return error;
  const { reason, retryable } = engineFailure(error);
  return new EventLogError(`event log: ${reason}`, { retryable, cause: error });
}

/** Runs `work`, and again while another process has the file locked. Rejects with EventLogError. */
export function retried<T>(work: () => T): Promise<T> {
  return retryOnBusy(work, asEventLogError);
}
