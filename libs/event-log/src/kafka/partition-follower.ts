import { setImmediate as nextTurn } from 'node:timers/promises';
import { backoffMs } from '../core/backoff.ts';
import { Bell } from '../core/wake-signal.ts';
import type { LogRecord } from '../port.ts';

const BACKOFF_BASE_MS = 50;
const BACKOFF_MAX_MS = 1_000;
/** Read ahead while records are handled; beyond this the partition is fetched no further. */
const MOST_WAITING_RECORDS = 2_000;
const MOST_WAITING_CHARACTERS = 2 * 1024 * 1024;

export interface FollowerOptions {
  topic: string;
  partition: number;
  batchSize: number;
  handle: (records: readonly LogRecord[]) => Promise<void>;
  /** Everything before the offset is handled. */
  commit: (offset: bigint) => Promise<void>;
  /** Told after each commit. */
  onHandled: (offset: bigint) => void;
  /** Whether to fetch on, told when it changes. */
  onFull: (full: boolean) => void;
  onError: (error: unknown) => void;
  /** Ends when an earlier follower of the same partition has ended, so that two never handle side by side. */
  after: Promise<void>;
}

/** Hands one partition's records over, batch after batch, while the partition is ours. */
export class Follower {
  readonly topic: string;
  readonly partition: number;
  /** Resolves once nothing of it runs any more. */
  readonly ended: Promise<void>;
  readonly #options: FollowerOptions;
  readonly #arrived = new Bell();
  readonly #revoked = new Bell();
  #waiting: LogRecord[] = [];
  #underWay = 0;
  #characters = 0;
  #full = false;
  #stopping = false;
  #fetchedTo: bigint | undefined;
  #committedTo: bigint | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.topic = options.topic;
    this.partition = options.partition;
    this.ended = this.#run();
  }

  /** From where the first fetch asks: all before it is handled. */
  startAt(offset: bigint): void {
    if (this.#fetchedTo !== undefined) return;
    this.#fetchedTo = offset;
    this.#committedTo = offset;
    this.#options.onHandled(offset);
  }

  /** What a fetch brought; all that there is before `next` is in it or came before. */
  take(records: readonly LogRecord[], next: bigint): void {
    if (this.#stopping) return;
    for (const record of records) {
      this.#waiting.push(record);
      this.#characters += record.value.length;
    }
    this.#reach(next);
    this.#tellFull();
  }

  /** Nothing can be read from `from` up to `to`. */
  skip(from: bigint, to: bigint): void {
    if (this.#fetchedTo !== undefined && from <= this.#fetchedTo) this.#reach(to);
  }

  /** Records not handled of those that there are before `end`; undefined while it is not known where this one stands. */
  lag(end: bigint): number | undefined {
    if (this.#fetchedTo === undefined) return undefined;
    const ahead = end > this.#fetchedTo ? Number(end - this.#fetchedTo) : 0;
    return this.#waiting.length + this.#underWay + ahead;
  }

  /** Begins nothing more. The batch under way is finished and committed, and then `ended` resolves. */
  stop(): void {
    this.#stopping = true;
    this.#arrived.ring();
    this.#revoked.ring();
  }

  #reach(offset: bigint): void {
    if (this.#fetchedTo === undefined || offset > this.#fetchedTo) {
      this.#fetchedTo = offset;
      this.#arrived.ring();
    }
  }

  async #run(): Promise<void> {
    await this.#options.after;
    while (!this.#stopping) {
      const batch = this.#waiting.splice(0, this.#options.batchSize);
      if (batch.length > 0) {
        this.#underWay = batch.length;
        if (!(await this.#insist(() => this.#options.handle(batch)))) return;
        this.#underWay = 0;
        for (const { value } of batch) this.#characters -= value.length;
        this.#tellFull();
      }
      const offset = this.#handledTo(batch.at(-1));
      if (offset === undefined || offset === this.#committedTo) {
        await this.#arrived.wait();
        continue;
      }
      if (!(await this.#insist(() => this.#options.commit(offset)))) return;
      this.#committedTo = offset;
      this.#options.onHandled(offset);
      // A handler that needs no I/O would otherwise keep every timer and socket waiting until the end.
      await nextTurn();
    }
  }

  /** Behind the last record of all that was fetched there may be markers of transactions: they are done with too. */
  #handledTo(last: LogRecord | undefined): bigint | undefined {
    if (this.#waiting.length === 0) return this.#fetchedTo;
    return last === undefined ? this.#committedTo : BigInt(last.offset) + 1n;
  }

  /** Repeats until it succeeds: true. False when the partition was taken away before it did. */
  async #insist(work: () => Promise<void>): Promise<boolean> {
    for (let failures = 1; ; failures++) {
      try {
        await work();
        return true;
      } catch (error) {
        this.#options.onError(error);
      }
      if (this.#stopping) return false;
      await this.#revoked.wait(backoffMs(failures, BACKOFF_BASE_MS, BACKOFF_MAX_MS));
      if (this.#stopping) return false;
    }
  }

  #tellFull(): void {
    const records = this.#waiting.length;
    const full = this.#full
      ? records > MOST_WAITING_RECORDS / 2 || this.#characters > MOST_WAITING_CHARACTERS / 2
      : records > MOST_WAITING_RECORDS || this.#characters > MOST_WAITING_CHARACTERS;
    if (full === this.#full) return;
    this.#full = full;
    this.#options.onFull(full);
  }
}
