import { PollingInterval } from './polling-interval.ts';
import { WakeSignal } from './wake-signal.ts';

/** How often all are looked at where nobody else can be writing: for a write that was made after it had failed here. */
const ALONE_POLL_MS = 10_000;
/** A collection that this process wrote within this time is read often enough, and what is found there is likely its own. */
const OWN_FOR_MS = 1_000;

/**
 * Says which collections of an outbox to read next. What this process writes is read at once, and nothing else with it. All
 * collections are read now and then, for what other processes write: often while they do, seldom otherwise, and almost never
 * where there are none.
 */
export class OutboxWatch {
  readonly #now: () => number;
  readonly #interval: PollingInterval;
  readonly #signal = new WakeSignal();
  readonly #written = new Set<string>();
  /** When this process last wrote to a collection. */
  readonly #wroteAt = new Map<string, number>();
  /** Collections in which a look at all found events that are likely to be another process's. */
  readonly #unexplained = new Set<string>();
  #isAlone = false;
  #lookedAtAllAt = Number.NEGATIVE_INFINITY;
  #mustLookAtAll = true;

  /** `now`: a monotonic clock, in milliseconds. */
  constructor(now = () => performance.now()) {
    this.#now = now;
    this.#interval = new PollingInterval(now);
  }

  /** This process wrote events to a collection. */
  wrote(collection: string): void {
    this.#written.add(collection);
    this.#wroteAt.set(collection, this.#now());
    this.#unexplained.delete(collection);
    this.#signal.set();
  }

  /** Whether no other process is on the store. */
  setAlone(isAlone: boolean): void {
    this.#isAlone = isAlone;
  }

  /** The next look is at all collections, and comes at once. */
  lookAtAll(): void {
    this.#mustLookAtAll = true;
    this.#signal.set();
  }

  /** The collections to read now, perhaps none; undefined for all. */
  next(): ReadonlySet<string> | undefined {
    const isDue = this.#now() >= this.#nextLookAt();
    if (isDue && this.#unexplained.size > 0) this.#interval.noteArrival();
    const written = new Set(this.#written);
    this.#written.clear();
    if (!isDue && !this.#mustLookAtAll) return written;
    this.#unexplained.clear();
    this.#mustLookAtAll = false;
    this.#lookedAtAllAt = this.#now();
    return undefined;
  }

  /** A look found events there; `isMore`: it may have left some. */
  found(collections: Iterable<string>, looked: ReadonlySet<string> | undefined, isMore: boolean): void {
    for (const collection of collections) {
      if (looked === undefined && !this.#wroteLately(collection)) this.#unexplained.add(collection);
      if (isMore) this.#written.add(collection);
    }
    if (isMore && looked === undefined) this.#mustLookAtAll = true;
  }

  /** Resolves when something is to be read, or after `mostMs`. */
  async wait(mostMs: number): Promise<void> {
    if (this.#written.size > 0 || this.#mustLookAtAll) return;
    await this.#signal.wait(Math.min(mostMs, Math.max(0, this.#nextLookAt() - this.#now())));
  }

  #wroteLately(collection: string): boolean {
    const at = this.#wroteAt.get(collection) ?? Number.NEGATIVE_INFINITY;
    return this.#now() - at < OWN_FOR_MS;
  }

  #nextLookAt(): number {
    return this.#lookedAtAllAt + (this.#isAlone ? ALONE_POLL_MS : this.#interval.ms());
  }
}
