import { setImmediate as nextTurn } from 'node:timers/promises';
import { backoffMs } from '../core/backoff.ts';
import { Bell } from '../core/wake-signal.ts';
import type { LogRecord } from '../port.ts';
import type { Arrivals } from './arrivals.ts';
import { retried } from './failure.ts';
import type { Progress } from './progress.ts';
import type { Records } from './records.ts';

const STANDBY_POLL_MS = 200;
const BACKOFF_BASE_MS = 50;
const BACKOFF_MAX_MS = 1_000;

export interface TopicFollowerOptions {
  topic: string;
  batchSize: number;
  /** Full batches under way at most; or as many records in smaller ones, where it is more than one. */
  atATime: number;
  handle: (records: readonly LogRecord[]) => Promise<void>;
  records: Records;
  arrivals: Arrivals;
  progress: Progress;
  onError: (error: unknown) => void;
}

/** A batch that was handed over. */
interface Handed {
  last: number;
  count: number;
  handled: Promise<void>;
  isOver: boolean;
}

/** Hands one topic's records over, batch after batch, each committed once it and those before it are handled. */
export class TopicFollower {
  readonly topic: string;
  readonly #options: TopicFollowerOptions;
  readonly #arrived = new Bell();
  readonly #stopped = new Bell();
  readonly #ended: Promise<void>;
  #waiting: { offset: number; resolve: (reached: boolean) => void }[] = [];
  /** In order. */
  #underWay: Handed[] = [];
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
    this.#arrived.ring();
    return reached;
  }

  lag(): number {
    return this.#options.records.countAfter(this.topic, this.#options.progress.position());
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#arrived.ring();
    this.#stopped.ring();
    await this.#ended;
    for (const { resolve } of this.#waiting.splice(0)) resolve(false);
  }

  async #run(): Promise<void> {
    await nextTurn();
    const { arrivals, progress, onError } = this.#options;
    const silence = arrivals.listen(this.topic, () => this.#arrived.ring());
    while (!this.#stopping) {
      try {
        await this.#step();
      } catch (error) {
        await this.#letGo();
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
      await this.#letGo();
      this.#failures = 0;
      this.#reached(progress.position());
      await this.#stopped.wait(STANDBY_POLL_MS);
      return;
    }
    if (this.#isFull() || this.#underWay[0]?.isOver === true) {
      await this.#commitFirst();
      return;
    }
    const after = this.#underWay.at(-1)?.last ?? committed;
    const batch = records.after(this.topic, after, batchSize);
    if (batch.length > 0) this.#handOver(batch);
    else {
      if (this.#underWay.length === 0) {
        this.#failures = 0;
        // Whatever a waiter saw at the end is handled, or has been deleted since.
        this.#reached(Number.POSITIVE_INFINITY);
      }
      // For what comes, or for the end of what is under way: a slow record holds up none that comes behind it.
      await this.#arrived.wait();
    }
    // A handler that needs no I/O would otherwise keep every timer and socket waiting until the end.
    await nextTurn();
  }

  #isFull(): boolean {
    const { atATime, batchSize } = this.#options;
    if (atATime === 1) return this.#underWay.length === 1;
    return this.#underWay.reduce((sum, { count }) => sum + count, 0) >= atATime * batchSize;
  }

  #handOver(batch: readonly LogRecord[]): void {
    const handled = this.#options.handle(batch);
    const handed = { last: Number(batch.at(-1)?.offset), count: batch.length, handled, isOver: false };
    const end = () => {
      handed.isOver = true;
      this.#arrived.ring();
    };
    // Whether it failed is looked at in its turn.
    handled.then(end, end);
    this.#underWay.push(handed);
  }

  async #commitFirst(): Promise<void> {
    const [first] = this.#underWay;
    if (first === undefined) return;
    await first.handled;
    if (await retried(() => this.#options.progress.commit(first.last))) {
      this.#underWay.shift();
      this.#failures = 0;
      this.#reached(first.last);
    } else await this.#letGo();
  }

  async #finish(): Promise<void> {
    try {
      while (this.#underWay.length > 0) await this.#commitFirst();
    } finally {
      await this.#letGo();
    }
  }

  /** What is not committed comes again, here or elsewhere: never beside itself. */
  async #letGo(): Promise<void> {
    await Promise.allSettled(this.#underWay.map(({ handled }) => handled));
    this.#underWay = [];
  }

  #reached(offset: number): void {
    if (this.#waiting.length === 0) return;
    const reached = this.#waiting.filter((waiter) => waiter.offset <= offset);
    this.#waiting = this.#waiting.filter((waiter) => waiter.offset > offset);
    for (const { resolve } of reached) resolve(true);
  }
}
