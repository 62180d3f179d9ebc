import pTimeout from 'p-timeout';
import type { TopicPartition } from './topic-partition.ts';

/** How far a consumer has handled each partition, over all its sessions. */
export class Progress {
  readonly #handled = new Map<TopicPartition, bigint>();
  #advanced = Promise.withResolvers<void>();

  advance(at: TopicPartition, offset: bigint): void {
    if (offset <= (this.#handled.get(at) ?? -1n)) return;
    this.#handled.set(at, offset);
    this.wake();
  }

  handledTo(at: TopicPartition): bigint | undefined {
    return this.#handled.get(at);
  }

  /** Ends the waits under way. */
  wake(): void {
    this.#advanced.resolve();
    this.#advanced = Promise.withResolvers();
  }

  /** Resolves when anything has been handled, or after `ms`. */
  async next(ms: number): Promise<void> {
    await pTimeout(this.#advanced.promise, { milliseconds: ms, message: false });
  }
}
