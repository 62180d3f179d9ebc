import type { Place } from './topic-partition.ts';

/** How far a consumer has handled each partition, over all its sessions. */
export class Progress {
  readonly #handled = new Map<Place, bigint>();
  #advanced = Promise.withResolvers<void>();

  advance(place: Place, offset: bigint): void {
    if (offset <= (this.#handled.get(place) ?? -1n)) return;
    this.#handled.set(place, offset);
    this.wake();
  }

  handledTo(place: Place): bigint | undefined {
    return this.#handled.get(place);
  }

  /** Ends the waits under way. */
  wake(): void {
    this.#advanced.resolve();
    this.#advanced = Promise.withResolvers();
  }

  /** Resolves when anything has been handled, or after `ms`. */
  async next(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([this.#advanced.promise, late]);
    clearTimeout(timer);
  }
}
