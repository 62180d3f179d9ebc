import { isBusy, RETRY_LIMIT_MS, retryDelayMs } from '@gatehouse/sqlite';
import { StoreError, type WriteResult } from '../port.ts';
import type { Checkpoints } from './checkpoints.ts';
import { commit, type Outcome } from './commit.ts';
import type { CommitBeside } from './commit-beside.ts';
import type { Connection } from './connection.ts';
import { type DocumentChange, type Sequence, textLength } from './document-change.ts';
import { makeQueued } from './make-change.ts';
import { storeError } from './sqlite-error.ts';

/** Changes of one turn of the event loop share a commit, and so its wait for the disk. */
export interface CommitQueue {
  /** Makes a change in a transaction; settles after its commit. Rejects with StoreError. */
  make(change: DocumentChange): Promise<WriteResult>;
  /** The same with several, each with its own answer. Settles after the last commit; rejects with a first failure then. */
  makeMany(changes: readonly DocumentChange[]): Promise<WriteResult[]>;
  /** Makes writes in order, up to the first that is refused, all of them in one commit; the answers of those tried. */
  makeInOrder(writes: readonly DocumentChange[]): Promise<WriteResult[]>;
  /** Whether so many changes more would be made by the thread, as far as it is known now. */
  takesBeside(count: number): boolean;
  /** The same as `make` with a change that is no document's. `change` is a single statement's worth: all or nothing. */
  run<T>(change: () => T): Promise<T>;
  /** Takes no more, and resolves when what was taken is settled. */
  close(): Promise<void>;
}

interface Waiting {
  change: () => unknown;
  /** The same as data, where a thread can make it. */
  data?: DocumentChange | Sequence;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
  deadline: number;
}

const MOST_PER_COMMIT = 250;
/** A commit takes no more changes once it has held the event loop for this long: the disk and the answers come on top. */
const LONGEST_TURN_MS = 6;

/** After so many changes at once others will come. */
const MANY = 100;
/** How much text the thread is given at a time: what it has in memory stays bounded. More than any one change has. */
const MOST_TEXT = 2_000_000;
/** Fewer are made faster here than asked for. */
const FEW = 150;

export interface CommitQueueOptions {
  /** Which nothing else may use for writing. */
  connection: Connection;
  checkpoints: Checkpoints;
  beside: CommitBeside;
  /** Has the thread make all changes, not only while they are many. */
  always?: boolean;
}

/** The queue of one connection. While much is written, a thread makes the changes: many at a time, and beside all else. */
export function createCommitQueue(options: CommitQueueOptions): CommitQueue {
  const { connection, checkpoints, beside, always = false } = options;
  const waiting: Waiting[] = [];
  let closed = false;
  /** Whether a flush is due or under way. */
  let working = false;
  let whenIdle: (() => void) | undefined;
  let lastTaken = 0;

  function flush(): void {
    const isMuch = Math.max(countOf(waiting), lastTaken) >= MANY;
    const first = checkpoints.before(connection, isMuch);
    if (first !== undefined) void first.then(flush);
    else {
      const count = countBeside(isMuch);
      if (count > 0) flushBeside(count);
      else flushHere();
    }
  }

  /** How many of those that wait the thread shall make: none where it is not there yet, or few wait. */
  function countBeside(isMuch: boolean): number {
    if (!always && !(isMuch && checkpoints.areMany())) return 0;
    let count = 0;
    let changes = 0;
    let length = 0;
    for (const each of waiting) {
      length += each.data === undefined ? Number.POSITIVE_INFINITY : textLength(each.data);
      if (changes >= MOST_PER_COMMIT || length > MOST_TEXT) break;
      changes += changesOf(each);
      count++;
    }
    if (always) return count;
    if (changes < FEW) return 0;
    beside.prepare();
    return beside.isReady() ? count : 0;
  }

  function flushHere(): void {
    const taken: Waiting[] = [];
    const until = performance.now() + LONGEST_TURN_MS;
    const mayGoOn = () => taken.length < MOST_PER_COMMIT && performance.now() < until;
    function* changes() {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        taken.push(next);
        yield next.change;
      }
    }
    try {
      settle(taken, commit(connection, changes(), mayGoOn));
    } catch (error) {
      fail([...taken, ...givenUp(error, taken)], error);
    }
    goOn(countOf(taken));
  }

  function flushBeside(count: number): void {
    const taken = waiting.splice(0, count);
    void makeBeside(taken).then(goOn);
  }

  async function makeBeside(taken: readonly Waiting[]): Promise<number> {
    try {
      const outcomes = await beside.commit(taken.flatMap(({ data }) => data ?? []));
      if (outcomes !== 'busy') {
        settle(taken, outcomes);
        return countOf(taken);
      }
      waiting.unshift(...taken);
      fail(overdue(), new StoreError('commit: database is locked', { retryable: true }));
      return 0;
    } catch (error) {
      fail(taken, error);
      return countOf(taken);
    }
  }

  function goOn(taken: number): void {
    lastTaken = taken;
    working = waiting.length > 0;
    if (!working) whenIdle?.();
    else if (taken > 0) setImmediate(flush);
    else setTimeout(flush, retryDelayMs());
  }

  function fail(given: readonly Waiting[], error: unknown): void {
    const failure = storeError('commit', error);
    for (const each of given) each.reject(failure);
  }

  /** Who need not wait longer, where no transaction could begin: all, unless it was another's lock. */
  function givenUp(error: unknown, taken: readonly Waiting[]): Waiting[] {
    if (taken.length > 0) return [];
    return isBusy(error) ? overdue() : waiting.splice(0);
  }

  function overdue(): Waiting[] {
    const now = performance.now();
    const until = waiting.findIndex((each) => each.deadline > now);
    return waiting.splice(0, until === -1 ? waiting.length : until);
  }

  function add(some: readonly Omit<Waiting, 'deadline'>[]): void {
    const deadline = performance.now() + RETRY_LIMIT_MS;
    for (const each of some) waiting.push({ ...each, deadline });
    if (!working) setImmediate(flush);
    working = true;
  }

  function changing(data: DocumentChange | Sequence): Pick<Waiting, 'change' | 'data'> {
    return { change: () => makeQueued(connection, data), data };
  }

  const refusal = () => Promise.reject(new StoreError('the store is closed', { retryable: true }));

  return {
    make(change) {
      if (closed) return refusal();
      return new Promise((resolve, reject) => add([{ ...changing(change), resolve, reject }]));
    },
    makeMany(changes) {
      if (closed) return refusal();
      if (changes.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        const results: WriteResult[] = new Array(changes.length);
        let failure: { error: unknown } | undefined;
        let left = changes.length;
        const ended = () => {
          left--;
          if (left > 0) return;
          if (failure === undefined) resolve(results);
          else reject(failure.error);
        };
        add(
          changes.map((change, place) => ({
            ...changing(change),
            resolve(result: WriteResult) {
              results[place] = result;
              ended();
            },
            reject(error: unknown) {
              failure ??= { error };
              ended();
            },
          })),
        );
      });
    },
    makeInOrder(writes) {
      if (closed) return refusal();
      if (writes.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        add([{ ...changing({ kind: 'sequence', writes }), resolve, reject }]);
      });
    },
    takesBeside(count) {
      const together = countOf(waiting) + count;
      const isMuch = Math.max(together, lastTaken) >= MANY && checkpoints.areMany();
      return always || (isMuch && together >= FEW);
    },
    run(change) {
      if (closed) return refusal();
      return new Promise((resolve, reject) => add([{ change, resolve, reject }]));
    },
    async close() {
      closed = true;
      if (working) {
        await new Promise<void>((resolve) => {
          whenIdle = resolve;
        });
      }
      await beside.close();
    },
  };
}

function changesOf({ data }: Waiting): number {
  return data?.kind === 'sequence' ? data.writes.length : 1;
}

function countOf(some: readonly Waiting[]): number {
  return some.reduce((sum, each) => sum + changesOf(each), 0);
}

function settle(taken: readonly Waiting[], outcomes: readonly Outcome<unknown>[]): void {
  for (const [place, { resolve, reject }] of taken.entries()) {
    const outcome = outcomes[place];
    if (outcome !== undefined && 'value' in outcome) resolve(outcome.value as never);
    else reject(outcome?.failure);
  }
}
