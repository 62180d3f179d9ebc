import { engineFailure, isBusy, RETRY_LIMIT_MS, retryDelayMs } from '@gatehouse/sqlite';
import { StoreError, type WriteResult } from '../port.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Connection } from './connection.ts';
import type { Change } from './document-change.ts';
import { storeError } from './sqlite-error.ts';

/** Groups the changes of one turn of the event loop into one commit, so that they wait for the disk once. */
export interface CommitQueue {
  /** Makes a change in a transaction; settles after its commit. Rejects with StoreError. */
  make<T>(change: Change<T>): Promise<T>;
  /** Makes several changes; gives each result. Settles after the last commit; then rejects with a failure, if any failed. */
  makeMany<T>(changes: readonly Change<T>[]): Promise<T[]>;
  /** Makes writes in order and in one commit, up to the first that is refused. Gives the results of those tried. */
  makeInOrder(writes: readonly Change<WriteResult>[]): Promise<WriteResult[]>;
  /** Accepts no more, and resolves once everything accepted before is settled. */
  close(): Promise<void>;
}

interface Queued {
  change: Change;
  /** How many documents it writes. */
  size: number;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
  deadline: number;
}

const MOST_PER_COMMIT = 250;
/** A commit takes no more changes once it has blocked the event loop for this long: the disk and the answers come on top. */
const LONGEST_TURN_MS = 6;
/** Once so many changes were queued at once, more are expected. */
const MANY = 100;

/** The queue of one connection, which nothing else may use for writing. */
export function createCommitQueue(connection: Connection, checkpoints: Checkpoints): CommitQueue {
  const queued: Queued[] = [];
  let closed = false;
  /** Whether a flush is due or running. */
  let working = false;
  let whenIdle: (() => void) | undefined;
  let lastSize = 0;

  function flush(): void {
    const isMuch = Math.max(sizeOf(queued), lastSize) >= MANY;
    const first = checkpoints.before(connection, isMuch);
    if (first !== undefined) void first.then(flush);
    else commitSome();
  }

  function commitSome(): void {
    const taken: Queued[] = [];
    try {
      const settle = connection.transaction(() => makeSome(taken));
      for (const each of settle) each();
    } catch (error) {
      const failure = storeError('commit', error);
      for (const each of [...taken, ...givenUp(error, taken)]) each.reject(failure);
    }
    lastSize = sizeOf(taken);
    working = queued.length > 0;
    if (!working) whenIdle?.();
    else if (taken.length > 0) setImmediate(flush);
    else setTimeout(flush, retryDelayMs());
  }

  /** Makes changes inside the transaction; gives what is to be done once it is committed. */
  function makeSome(taken: Queued[]): (() => void)[] {
    const settle: (() => void)[] = [];
    const until = performance.now() + LONGEST_TURN_MS;
    for (let next = queued.shift(); next !== undefined; next = queued.shift()) {
      const { change, resolve, reject } = next;
      taken.push(next);
      try {
        const value = change(connection) as never;
        settle.push(() => resolve(value));
      } catch (error) {
        // A change that fails by itself spoils no other.
        if (engineFailure(error).endsTransaction) throw error;
        settle.push(() => reject(storeError('write', error)));
      }
      if (taken.length >= MOST_PER_COMMIT || performance.now() >= until) break;
    }
    return settle;
  }

  /** Who need not wait longer, where no transaction could begin: all, unless it was another's lock. */
  function givenUp(error: unknown, taken: readonly Queued[]): Queued[] {
    if (taken.length > 0) return [];
    if (!isBusy(error)) return queued.splice(0);
    const now = performance.now();
    const until = queued.findIndex((each) => each.deadline > now);
    return queued.splice(0, until === -1 ? queued.length : until);
  }

  function add<T>(change: Change<T>, size: number): Promise<T> {
    if (closed) return Promise.reject(new StoreError('the store is closed', { retryable: true }));
    return new Promise<T>((resolve, reject) => {
      queued.push({ change, size, resolve, reject, deadline: performance.now() + RETRY_LIMIT_MS });
      if (!working) setImmediate(flush);
      working = true;
    });
  }

  return {
    make: (change) => add(change, 1),
    async makeMany(changes) {
      const settled = await Promise.allSettled(changes.map((change) => add(change, 1)));
      return settled.map((each) => {
        if (each.status === 'rejected') throw each.reason;
        return each.value;
      });
    },
    async makeInOrder(writes) {
      if (writes.length === 0) return [];
      return add((inTransaction) => makeUntilRefused(inTransaction, writes), writes.length);
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

function makeUntilRefused(connection: Connection, writes: readonly Change<WriteResult>[]): WriteResult[] {
  const results: WriteResult[] = [];
  for (const write of writes) {
    const result = write(connection);
    results.push(result);
    if (result.status !== 'written') break;
  }
  return results;
}

function sizeOf(some: readonly Queued[]): number {
  return some.reduce((sum, { size }) => sum + size, 0);
}
