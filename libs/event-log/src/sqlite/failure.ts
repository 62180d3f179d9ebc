import { EventLogError } from '../port.ts';

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html) after which the same call may go through. */
const RETRYABLE = new Set([5 /* busy */, 6 /* locked */, 7 /* no memory */, 10 /* disk */, 13 /* full */]);

/** Any failure of the file as the port's error. */
export function asEventLogError(error: unknown): EventLogError {
  if (error instanceof EventLogError) return error;
  const code = Error.isError(error) && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
  const text = Error.isError(error) ? error.message : 'unknown failure';
  return new EventLogError(`event log: ${text}`, {
    retryable: code !== undefined && RETRYABLE.has(code),
    cause: error,
  });
}
