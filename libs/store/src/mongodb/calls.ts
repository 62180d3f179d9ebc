import pTimeout from 'p-timeout';
import { StoreError } from '../port.ts';
import { storeError } from './mongodb-error.ts';

/** All calls of the server go through here: each ends in time, with its value or a StoreError. */
export interface Calls {
  run<T>(where: string, call: () => Promise<T>, limitMs?: number): Promise<T>;
  /** Takes no more, and resolves when what was taken is settled. */
  close(): Promise<void>;
}

/** A request waits this long for a server that hangs, and is then better told to come again. */
export const CALL_LIMIT_MS = 3_000;
/** Many writes at once, where the server is slow but does answer. */
export const BATCH_LIMIT_MS = 10_000;
/** For what reads or deletes much, and answers no request. */
export const LONG_CALL_LIMIT_MS = 25_000;

export function createCalls(): Calls {
  let underWay = 0;
  let closed = false;
  let whenIdle: (() => void) | undefined;

  async function run<T>(where: string, call: () => Promise<T>, limitMs = CALL_LIMIT_MS): Promise<T> {
    if (closed) throw new StoreError('the store is closed', { retryable: true });
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
    async close() {
      closed = true;
      if (underWay === 0) return;
      await new Promise<void>((resolve) => {
        whenIdle = resolve;
      });
    },
  };
}

// The driver's own deadlines are per step: waiting for a server, for a connection, for an answer. They would add up.
function within<T>(where: string, limitMs: number, call: Promise<T>): Promise<T> {
  return pTimeout(call, {
    milliseconds: limitMs,
    fallback() {
      throw new StoreError(`${where}: no answer in ${limitMs} ms`, { retryable: true });
    },
  });
}
