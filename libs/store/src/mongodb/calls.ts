import pTimeout from 'p-timeout';
import { StoreError } from '../port.ts';
import { storeError } from './mongodb-error.ts';

/** Every call to the server is made through this: each ends in time, with its value or a StoreError. */
export interface Calls {
  run<T>(where: string, call: () => Promise<T>, limitMs?: number): Promise<T>;
  /** A part of calls that were accepted before. */
  runPart<T>(where: string, call: () => Promise<T>, limitMs?: number): Promise<T>;
  /** Accepts no more, and resolves once everything accepted before is settled. */
  close(): Promise<void>;
}

/** How long a request waits for a server that hangs, before it is answered with 503. */
export const CALL_LIMIT_MS = 3_000;
/** For many writes at once, when the server is slow but answers. */
export const BATCH_LIMIT_MS = 10_000;
/** For large reads and deletions, which no request waits for. */
export const LONG_CALL_LIMIT_MS = 25_000;

export function createCalls(): Calls {
  let underWay = 0;
  let closed = false;
  let whenIdle: (() => void) | undefined;

  async function run<T>(where: string, call: () => Promise<T>, limitMs?: number): Promise<T> {
    if (closed) throw new StoreError('the store is closed', { retryable: true });
    return runPart(where, call, limitMs);
  }

  async function runPart<T>(where: string, call: () => Promise<T>, limitMs = CALL_LIMIT_MS): Promise<T> {
    underWay++;
    try {
      return await within(where, limitMs, call());
    } catch (error) {
      throw storeError(where, error);
    } finally {
      underWay--;
      if (underWay === 0) whenIdle?.();
    }
  }

  return {
    run,
    runPart,
    async close() {
      closed = true;
      if (underWay === 0) return;
      await new Promise<void>((resolve) => {
        whenIdle = resolve;
      });
    },
  };
}

// The driver has deadlines for each step only (finding a server, a connection, an answer), which would add up.
function within<T>(where: string, limitMs: number, call: Promise<T>): Promise<T> {
  return pTimeout(call, {
    milliseconds: limitMs,
    fallback() {
      throw new StoreError(`${where}: no answer in ${limitMs} ms`, { retryable: true });
    },
  });
}
