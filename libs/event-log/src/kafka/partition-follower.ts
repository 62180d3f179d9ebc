import { setImmediate as nextTurn } from 'node:timers/promises';
import { backoffMs } from '../core/backoff.ts';
import { WakeSignal } from '../core/wake-signal.ts';
import type { LogRecord } from '../port.ts';

const BACKOFF_BASE_MS = 50;
const BACKOFF_MAX_MS = 1_000;
/** Records fetched ahead while others are handled; beyond this the partition is paused. */
const MOST_FETCHED_RECORDS = 2_000;
const MOST_FETCHED_CHARACTERS = 2 * 1024 * 1024;

export interface PartitionFollowerOptions {
  topic: string;
  partition: number;
  batchSize: number;
  handle: (records: readonly LogRecord[]) => Promise<void>;
  /** Everything before the offset was handled before this began. */
  onStart: (offset: bigint) => void;
  /** Everything before the offset is handled, its effects included: it may be committed. */
  onHandled: (offset: bigint) => void;
  /** Called when the partition is to be paused (true) or resumed. */
  onFull: (full: boolean) => void;
  onError: (error: unknown) => void;
  /** The end of the partition's earlier follower: two never handle at the same time. */
  after: Promise<void>;
}

/**
 * Hands one partition's records over, batch after batch, while the partition is assigned to this consumer.
 *
 * The states of its loop: `waiting` for fetched records; `handling` a batch, again after a pause until the handler resolves;
 * then `waiting`. `stop` ends both: the batch in flight is still handled, unless it fails.
 */
export class PartitionFollower {
  readonly topic: string;
  readonly partition: number;
  /** Resolves once nothing is in flight after `stop`. */
  readonly ended: Promise<void>;
  readonly #options: PartitionFollowerOptions;
  readonly #arrived = new WakeSignal();
  readonly #revoked = new WakeSignal();
  #fetched: LogRecord[] = [];
  #inFlight = 0;
  #characters = 0;
  #full = false;
  #stopping = false;
  #fetchedTo: bigint | undefined;
  #reportedTo: bigint | undefined;

  constructor(options: PartitionFollowerOptions) {
    this.#options = options;
    this.topic = options.topic;
    this.partition = options.partition;
    this.ended = this.#run();
  }

  /** The offset of the first fetch: all before it is handled. */
  startAt(offset: bigint): void {
    if (this.#fetchedTo !== undefined) return;
    this.#fetchedTo = offset;
    this.#reportedTo = offset;
    this.#options.onStart(offset);
  }

  /** Takes a fetch's records. All that the partition holds before `next` is fetched then. */
  take(records: readonly LogRecord[], next: bigint): void {
    if (this.#stopping) return;
    for (const record of records) {
      this.#fetched.push(record);
      this.#characters += record.value.length;
    }
    this.#reach(next);
    this.#reportFull();
  }

  /** The partition holds no records from `from` up to `to`. */
  skip(from: bigint, to: bigint): void {
    if (this.#fetchedTo !== undefined && from <= this.#fetchedTo) this.#reach(to);
  }

  /** Records before `end` that are not handled; undefined until the first fetch. */
  lag(end: bigint): number | undefined {
    if (this.#fetchedTo === undefined) return undefined;
    const ahead = end > this.#fetchedTo ? Number(end - this.#fetchedTo) : 0;
    return this.#fetched.length + this.#inFlight + ahead;
  }

  /** Begins nothing more. The batch in flight is handled, and then `ended` resolves. */
  stop(): void {
    this.#stopping = true;
    this.#arrived.set();
    this.#revoked.set();
  }

  #reach(offset: bigint): void {
    if (this.#fetchedTo === undefined || offset > this.#fetchedTo) {
      this.#fetchedTo = offset;
      this.#arrived.set();
    }
  }

  async #run(): Promise<void> {
    await this.#options.after;
    while (!this.#stopping) {
      const batch = this.#fetched.splice(0, this.#options.batchSize);
      if (batch.length > 0) {
        this.#inFlight = batch.length;
        if (!(await this.#untilDone(() => this.#options.handle(batch)))) return;
        this.#inFlight = 0;
        for (const { value } of batch) this.#characters -= value.length;
        this.#reportFull();
      }
      const offset = this.#handledTo(batch.at(-1));
      if (offset === undefined || offset === this.#reportedTo) {
        await this.#arrived.wait();
        continue;
      }
      this.#reportedTo = offset;
      this.#options.onHandled(offset);
      // A handler without I/O would otherwise block timers and sockets.
      await nextTurn();
    }
  }

  /** Markers of transactions may follow the last record that was fetched: they count as handled. */
  #handledTo(last: LogRecord | undefined): bigint | undefined {
    if (this.#fetched.length === 0) return this.#fetchedTo;
    return last === undefined ? this.#reportedTo : BigInt(last.offset) + 1n;
  }

  /** Retries until it succeeds: true. False when the partition was revoked before. */
  async #untilDone(work: () => Promise<void>): Promise<boolean> {
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

  #reportFull(): void {
    const records = this.#fetched.length;
    const full = this.#full
      ? records > MOST_FETCHED_RECORDS / 2 || this.#characters > MOST_FETCHED_CHARACTERS / 2
      : records > MOST_FETCHED_RECORDS || this.#characters > MOST_FETCHED_CHARACTERS;
    if (full === this.#full) return;
    this.#full = full;
    this.#options.onFull(full);
  }
}
