import { backoffMs } from '../core/backoff.ts';
import { type TopicPartition, topicPartition } from './topic-partition.ts';

const BACKOFF_BASE_MS = 50;
const BACKOFF_MAX_MS = 1_000;

/** An offset before which all of a partition is handled, as kafkajs has it. */
export interface HandledOffset {
  topic: string;
  partition: number;
  offset: string;
}

export interface OffsetCommitsOptions {
  send: (offsets: HandledOffset[]) => Promise<void>;
  /** The least time from one request to the next. */
  everyMs: () => number;
  onError: (error: unknown) => void;
}

/**
 * Commits what a group's member has handled, while it stays a member. Partitions share requests, and requests have some
 * time between them: each costs the broker a durable write. What a crash leaves uncommitted is handled again.
 *
 * Its states: `idle`; `due` (offsets wait until a request may be made); `sending`; after a failure `due` again, once a pause
 * is over; `stopped`.
 */
export class OffsetCommits {
  readonly #options: OffsetCommitsOptions;
  readonly #waiting = new Map<TopicPartition, HandledOffset>();
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<boolean> | undefined;
  #sentAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #stopped = false;

  constructor(options: OffsetCommitsOptions) {
    this.#options = options;
  }

  /** Everything before the offset is handled: it is committed soon. */
  note(topic: string, partition: number, offset: bigint): void {
    if (this.#stopped) return;
    this.#waiting.set(topicPartition(topic, partition), { topic, partition, offset: String(offset) });
    this.#schedule();
  }

  /** Commits all that was noted. False where that failed. */
  async flush(): Promise<boolean> {
    await this.#sending;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#waiting.size === 0 || this.#send();
  }

  /** Commits nothing more: what waits is handled again, by whoever has the partition then. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#waiting.clear();
  }

  #schedule(): void {
    if (this.#stopped || this.#timer !== undefined || this.#sending !== undefined) return;
    if (this.#waiting.size === 0) return;
    const pauseMs = this.#failures === 0 ? 0 : backoffMs(this.#failures, BACKOFF_BASE_MS, BACKOFF_MAX_MS);
    const restMs = this.#sentAt + this.#options.everyMs() - performance.now();
    // What is handled in the same turn goes with it.
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.#send();
      },
      Math.max(pauseMs, restMs, 0),
    );
  }

  /** Never rejects. */
  #send(): Promise<boolean> {
    const offsets = new Map(this.#waiting);
    this.#waiting.clear();
    this.#sentAt = performance.now();
    const sent = this.#attempt(offsets).finally(() => {
      this.#sending = undefined;
      this.#schedule();
    });
    this.#sending = sent;
    return sent;
  }

  async #attempt(offsets: ReadonlyMap<TopicPartition, HandledOffset>): Promise<boolean> {
    try {
      await this.#options.send([...offsets.values()]);
      this.#failures = 0;
      return true;
    } catch (error) {
      this.#options.onError(error);
      this.#failures++;
      // Later offsets of a partition count for the earlier ones.
      for (const [at, offset] of offsets)
        if (!this.#waiting.has(at) && !this.#stopped) this.#waiting.set(at, offset);
      return false;
    }
  }
}
