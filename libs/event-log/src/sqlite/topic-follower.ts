import { setImmediate as nextTurn } from 'node:timers/promises';
import { backoffMs } from '../backoff.ts';
import { Bell } from '../bell.ts';
import type { LogRecord } from '../port.ts';
import type { Arrivals } from './arrivals.ts';
import { withPatience } from './patience.ts';
import type { Progress } from './progress.ts';
import type { Records } from './records.ts';

const STANDBY_POLL_MS = 200;
const BACKOFF_BASE_MS = 50;
const BACKOFF_MAX_MS = 1_000;

export interface TopicFollowerOptions {
  topic: string;
  batchSize: number;
  handle: (records: readonly LogRecord[]) => Promise<void>;
  records: Records;
  arrivals: Arrivals;
  progress: Progress;
  onError: (error: unknown) => void;
}

/** Hands one topic's records over, batch after batch, each committed once it is handled. */
export class TopicFollower {
  readonly topic: string;
  readonly #options: TopicFollowerOptions;
  readonly #arrived = new Bell();
  readonly #stopped = new Bell();
  readonly #ended: Promise<void>;
  #waiting: { offset: number; resolve: (reached: boolean) => void }[] = [];
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
        this.#failures = 0;
      } catch (error) {
        onError(error);
        this.#failures++;
        await this.#stopped.wait(backoffMs(this.#failures, BACKOFF_BASE_MS, BACKOFF_MAX_MS));
      }
    }
    silence();
    await withPatience(() => progress.end()).catch(onError);
  }

  async #step(): Promise<void> {
    const { records, progress, batchSize, handle } = this.#options;
    const after = await withPatience(() => progress.next());
    if (after === undefined) {
      this.#reached(progress.position());
      await this.#stopped.wait(STANDBY_POLL_MS);
      return;
    }
    const batch = records.after(this.topic, after, batchSize);
    const last = batch.at(-1);
    if (last === undefined) {
      // Whatever a waiter saw at the end is handled, or has been deleted since.
      this.#reached(Number.POSITIVE_INFINITY);
      await this.#arrived.wait();
      return;
    }
    await handle(batch);
    const offset = Number(last.offset);
    if (await withPatience(() => progress.commit(offset))) this.#reached(offset);
    // A handler that needs no I/O would otherwise keep every timer and socket waiting until the end.
    await nextTurn();
  }

  #reached(offset: number): void {
    if (this.#waiting.length === 0) return;
    const reached = this.#waiting.filter((waiter) => waiter.offset <= offset);
    this.#waiting = this.#waiting.filter((waiter) => waiter.offset > offset);
    for (const { resolve } of reached) resolve(true);
  }
}
