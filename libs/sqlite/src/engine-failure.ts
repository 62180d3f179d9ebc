/** Result codes of https://www.sqlite.org/rescode.html, without their extension. */
const BUSY = 5;
const LOCKED = 6;
const CONSTRAINT = 19;
/** Busy, locked, no memory, interrupted, I/O, disk full, cannot open, lock protocol: each may be over later. */
const PASSING = new Set([BUSY, LOCKED, 7, 9, 10, 13, 14, 15]);

/** A failure of SQLite. The reason is one of its fixed sentences: it contains no value of a row. */
export interface EngineFailure {
  reason: string;
  retryable: boolean;
  /** Whether the transaction under way cannot continue. */
  endsTransaction: boolean;
}

/** Reads an error by its members, not by instanceof: under jest, Node's own errors belong to another realm. */
export function engineFailure(error: unknown): EngineFailure {
  const code = resultCode(error);
  // A file that was closed is opened again by the next process.
  if (textOf(error, 'code') === 'ERR_INVALID_STATE') {
    return { reason: 'the file is closed', retryable: true, endsTransaction: true };
  }
  return {
    reason: textOf(error, 'errstr') ?? textOf(error, 'code') ?? 'unexpected failure',
    retryable: code !== undefined && PASSING.has(code),
    endsTransaction: code !== undefined && code !== CONSTRAINT,
  };
}

/** Whether another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code === BUSY || code === LOCKED;
}

/** The unique index that refused a row, as SQLite names it; undefined for any other error. */
export function refusingIndex(error: unknown): string | undefined {
  if (resultCode(error) !== CONSTRAINT) return undefined;
  return /^UNIQUE constraint failed: index '(.+)'$/.exec(textOf(error, 'message') ?? '')?.[1];
}

function resultCode(error: unknown): number | undefined {
  const code = member(error, 'errcode');
  return typeof code === 'number' ? code & 0xff : undefined;
}

function textOf(error: unknown, name: string): string | undefined {
  const value = member(error, name);
  return typeof value === 'string' ? value : undefined;
}

function member(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
