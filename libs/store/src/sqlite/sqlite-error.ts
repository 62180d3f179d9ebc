import { StoreError } from '../port.ts';

/** Result codes of https://www.sqlite.org/rescode.html, without their extension. */
const BUSY = 5;
const LOCKED = 6;
const CONSTRAINT = 19;
/** Busy, locked, no memory, interrupted, I/O, disk full, cannot open, lock protocol: each may be over later. */
const PASSING = new Set([BUSY, LOCKED, 7, 9, 10, 13, 14, 15]);

function resultCode(error: unknown): number | undefined {
  const code = member(error, 'errcode');
  return typeof code === 'number' ? code & 0xff : undefined;
}

function textOf(error: unknown, name: string): string | undefined {
  const value = member(error, name);
  return typeof value === 'string' ? value : undefined;
}

// Not by instanceof: where tests run, Node's own errors are of another realm.
function member(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

/** Whether another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code === BUSY || code === LOCKED;
}

/** Whether the engine failed, so that the transaction under way cannot be gone on with. */
export function isEngineFailure(error: unknown): boolean {
  const code = resultCode(error);
  return (code !== undefined && code !== CONSTRAINT) || isClosed(error);
}

/** The unique index that refused a row, as SQLite names it; undefined for any other error. */
export function refusingIndex(error: unknown): string | undefined {
  if (resultCode(error) !== CONSTRAINT) return undefined;
  return /^UNIQUE constraint failed: index '(.+)'$/.exec(textOf(error, 'message') ?? '')?.[1];
}

function isClosed(error: unknown): boolean {
  return textOf(error, 'code') === 'ERR_INVALID_STATE';
}

/** Any failure as the port's. Its message has no value of a document: SQLite's own texts are fixed sentences. */
export function storeError(where: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  // A store that was closed is opened again by the next process: whoever asked may ask there.
  if (isClosed(error))
    return new StoreError(`${where}: the store is closed`, { retryable: true, cause: error });
  const code = resultCode(error);
  const reason = textOf(error, 'errstr') ?? textOf(error, 'code') ?? 'unexpected failure';
  return new StoreError(`${where}: ${reason}`, {
    retryable: code !== undefined && PASSING.has(code),
    cause: error,
  });
}
