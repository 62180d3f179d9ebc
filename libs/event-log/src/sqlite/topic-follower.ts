import { setImmediate as nextTurn } from 'node:timers/promises';
import { backoffMs } from '../core/backoff.ts';
import { WakeSignal } from '../core/wake-signal.ts';
import type { LogRecord } from '../port.ts';
import type { Arrivals } from './arrivals.ts';
import { retried } from './failure.ts';
import type { Records } from './records.ts';
import type { Progress } from './topic-leases.ts';

const STANDBY_POLL_MS = 200;
const BACKOFF_BASE_MS = 50;
const BACKOFF_MAX_MS = 1_000;

export interface TopicFollowerOptions {
  topic: string;
  batchSize: number;
  /** The most full batches in flight. Where it is more than one: or as many records in smaller batches. */
  maxInFlight: number;
  /** How long a batch that is not full waits for later records, unless somebody waits for the end. */
  lingerMs: number;
  handle: (records: readonly LogRecord[]) => Promise<void>;
  records: Records;
  arrivals: Arrivals;
  progress: Progress;
  onError: (error: unknown) => void;
}

/** A batch that the handler has. */
interface BatchInFlight {
  last: number;
  count: number;
  handled: Promise<void>;
  isOver: boolean;
}

/**
 * Hands one topic's records over, batch after batch. A batch is committed once it and those before it are handled.
 *
 * The states of its loop:
 *
 * - `standby`: another consumer of the group has the topic's lease. It tries again every 200 ms.
 * - `full`: as many batches as allowed are in flight, or the first has ended: it commits that one. A failed one drops all.
 * - `reading`: it reads the next batch and hands it over; without one it waits until records arrive or a batch ends.
 * - `lingering`: the batch is not full and may linger. When the time is over, or somebody waits for the end, it reads again.
 * - `failed`: after a failure it drops what is in flight and pauses, longer each time. Uncommitted records come again.
 * - `stopping`: it commits what is in flight, and releases the lease.
 */
export class TopicFollower {
  readonly topic: string;
  readonly #options: TopicFollowerOptions;
  readonly #arrived = new WakeSignal();
  readonly #stopped = new WakeSignal();
  readonly #hurried = new WakeSignal();
  readonly #ended: Promise<void>;
  #waiting: { offset: number; resolve: (reached: boolean) => void }[] = [];
  /** In order. */
  #inFlight: BatchInFlight[] = [];
  /** Nothing arrived since a read found nothing. */
  #isAtEnd = false;
  #stopping = false;
  #failures = 0;

  constructor(options: TopicFollowerOptions) {
    this.#options = options;
    this.topic = options.topic;
    this.#ended = this.#run();
  }

  /** Resolves when all that the topic holds now has been handled: true, or false when this stopped before. */
  reachEnd(): Promise<boolean> {
    const offset = this.#options.records.end(this.topic);
    const reached = new Promise<boolean>((resolve) => {
      if (this.#stopping) resolve(false);
      else this.#waiting.push({ offset, resolve });
    });
    this.#lookAgain();
    this.#hurried.set();
    return reached;
  }

  #lookAgain(): void {
    this.#isAtEnd = false;
    this.#arrived.set();
  }

  lag(): number {
    return this.#options.records.countAfter(this.topic, this.#options.progress.position());
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#arrived.set();
    this.#stopped.set();
    this.#hurried.set();
    await this.#ended;
    for (const { resolve } of this.#waiting.splice(0)) resolve(false);
  }

  async #run(): Promise<void> {
    await nextTurn();
    const { arrivals, progress, onError } = this.#options;
    const silence = arrivals.listen(this.topic, () => this.#lookAgain());
    while (!this.#stopping) {
      try {
        await this.#step();
      } catch (error) {
        await this.#dropInFlight();
        onError(error);
        this.#failures++;
        await this.#stopped.wait(backoffMs(this.#failures, BACKOFF_BASE_MS, BACKOFF_MAX_MS));
      }
    }
    silence();
    await this.#finish().catch(onError);
    await retried(() => progress.end()).catch(onError);
  }

  async #step(): Promise<void> {
    const { records, progress, batchSize } = this.#options;
    const committed = await retried(() => progress.next());
    if (committed === undefined) {
      await this.#dropInFlight();
      this.#failures = 0;
      this.#reached(progress.position());
      await this.#stopped.wait(STANDBY_POLL_MS);
      return;
    }
    if (this.#isFull() || this.#inFlight[0]?.isOver === true) {
      await this.#commitFirst();
      return;
    }
    const after = this.#inFlight.at(-1)?.last ?? committed;
    const read = () => records.after(this.topic, after, batchSize);
    let batch = this.#isAtEnd ? [] : read();
    if (this.#mayLinger(batch)) {
      this.#hurried.clear();
      await this.#hurried.wait(this.#options.lingerMs);
      if (this.#stopping) return;
      batch = read();
    }
    this.#isAtEnd = batch.length === 0;
    if (!this.#isAtEnd) this.#handOver(batch);
    else {
      if (this.#inFlight.length === 0) {
        this.#failures = 0;
        // All records up to a waiter's offset are handled, or deleted since.
        this.#reached(Number.POSITIVE_INFINITY);
      }
      // For arrivals, or for the end of a batch: a slow record delays none after it.
      await this.#arrived.wait();
    }
    // A handler without I/O would otherwise block timers and sockets.
    await nextTurn();
  }

  #isFull(): boolean {
    const { maxInFlight, batchSize } = this.#options;
    if (maxInFlight === 1) return this.#inFlight.length === 1;
    return this.#inFlight.reduce((sum, { count }) => sum + count, 0) >= maxInFlight * batchSize;
  }

  /** A batch that ends before the topic does is as large as it gets. */
  #mayLinger(batch: readonly LogRecord[]): boolean {
    if (this.#options.lingerMs === 0 || this.#waiting.length > 0) return false;
    const last = batch.at(-1);
    return last !== undefined && Number(last.offset) === this.#options.records.end(this.topic);
  }

  #handOver(batch: readonly LogRecord[]): void {
    const handled = this.#options.handle(batch);
    const batchInFlight = { last: Number(batch.at(-1)?.offset), count: batch.length, handled, isOver: false };
    const end = () => {
      batchInFlight.isOver = true;
      this.#arrived.set();
    };
    // A failure is handled when the batch is to be committed.
    handled.then(end, end);
    this.#inFlight.push(batchInFlight);
  }

  async #commitFirst(): Promise<void> {
    const [first] = this.#inFlight;
    if (first === undefined) return;
    await first.handled;
    if (await retried(() => this.#options.progress.commit(first.last))) {
      this.#inFlight.shift();
      this.#failures = 0;
      this.#reached(first.last);
    } else await this.#dropInFlight();
  }

  async #finish(): Promise<void> {
    try {
      while (this.#inFlight.length > 0) await this.#commitFirst();
    } finally {
      await this.#dropInFlight();
    }
  }

  /** Waits for all in flight: uncommitted records come again, and must not be handled twice at a time. */
  async #dropInFlight(): Promise<void> {
    await Promise.allSettled(this.#inFlight.map(({ handled }) => handled));
    this.#inFlight = [];
    this.#isAtEnd = false;
  }

  #reached(offset: number): void {
    if (this.#waiting.length === 0) return;
    const reached = this.#waiting.filter((waiter) => waiter.offset <= offset);
    this.#waiting = this.#waiting.filter((waiter) => waiter.offset > offset);
    for (const { resolve } of reached) resolve(true);
  }
}
