import { StoreError } from '../port.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Connection } from './connection.ts';
import { PATIENCE_MS, retryDelayMs } from './patience.ts';
import { isBusy, isEngineFailure, storeError } from './sqlite-error.ts';

/** Changes of one turn of the event loop share a commit, and so its wait for the disk. */
export interface CommitQueue {
  /** Runs `change` in a transaction; settles after its commit. `change` is a single statement's worth: all or nothing. */
  run<T>(change: () => T): Promise<T>;
  /** Takes no more, and resolves when what was taken is settled. */
  close(): Promise<void>;
}

interface Waiting {
  change: () => unknown;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
  deadline: number;
}

const MOST_PER_COMMIT = 250;
/** A commit takes no more changes once it has held the event loop for this long: the disk and the answers come on top. */
const LONGEST_TURN_MS = 6;

/** After so many changes at once others will come. */
const MANY = 100;

/** The queue of one connection, which nothing else may use for writing. */
export function createCommitQueue(connection: Connection, checkpoints: Checkpoints): CommitQueue {
  const waiting: Waiting[] = [];
  let closed = false;
  /** Whether a flush is due or under way. */
  let working = false;
  let whenIdle: (() => void) | undefined;
  let lastTaken = 0;

  function flush(): void {
    const first = checkpoints.before(connection, Math.max(waiting.length, lastTaken) >= MANY);
    if (first !== undefined) {
      void first.then(flush);
      return;
    }
    const taken: Waiting[] = [];
    let settlements: (() => void)[] = [];
    try {
      connection.transaction(() => {
        const until = performance.now() + LONGEST_TURN_MS;
        while (taken.length < MOST_PER_COMMIT && performance.now() < until) {
          const next = waiting.shift();
          if (next === undefined) break;
          taken.push(next);
          settlements.push(attempt(next));
        }
      });
    } catch (error) {
      const failure = storeError('commit', error);
      settlements = [...taken, ...givenUp(error, taken)].map((each) => () => each.reject(failure));
    }
    lastTaken = taken.length;
    for (const settle of settlements) settle();
    working = waiting.length > 0;
    if (!working) whenIdle?.();
    else if (taken.length > 0) setImmediate(flush);
    else setTimeout(flush, retryDelayMs());
  }

  /** Who need not wait longer, where no transaction could begin: all, unless it was another's lock. */
  function givenUp(error: unknown, taken: readonly Waiting[]): Waiting[] {
    if (taken.length > 0) return [];
    const now = performance.now();
    const until = isBusy(error) ? waiting.findIndex((each) => each.deadline > now) : -1;
    return waiting.splice(0, until === -1 ? waiting.length : until);
  }

  return {
    run<T>(change: () => T): Promise<T> {
      if (closed) return Promise.reject(new StoreError('the store is closed', { retryable: true }));
      return new Promise<T>((resolve, reject) => {
        waiting.push({ change, resolve, reject, deadline: performance.now() + PATIENCE_MS });
        if (!working) setImmediate(flush);
        working = true;
      });
    },
    async close() {
      closed = true;
      if (!working) return;
      await new Promise<void>((resolve) => {
        whenIdle = resolve;
      });
    },
  };
}

/** Runs one change now and gives how to tell its owner after the commit. Only the engine's failure spoils the others'. */
function attempt({ change, resolve, reject }: Waiting): () => void {
  try {
    const value = change();
    return () => resolve(value as never);
  } catch (error) {
    if (isEngineFailure(error)) throw error;
    const failure = storeError('write', error);
    return () => reject(failure);
  }
}
