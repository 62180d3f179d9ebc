/** An error whose message is written for the person who started the process: `runProcess` shows it without a stack. */
export class PlainError extends Error {}

const ENGINE_ERRORS = ['StoreError', 'EventLogError'];

/** Whether an engine failed: its messages are for the operator, and name paths and hosts. */
export function isEngineError(error: unknown): error is Error {
  return error instanceof Error && ENGINE_ERRORS.includes(error.name);
}
