const ACTIVE_FOR_MS = 10_000;
const ACTIVE_POLL_MS = 20;
const QUIET_POLL_MS = 200;

/** How often to look for what other processes wrote: every 20 ms while anything came in the last 10 s, else every 200 ms. */
export class PollingInterval {
  readonly #now: () => number;
  #lastArrivalAt = Number.NEGATIVE_INFINITY;

  /** `now`: a monotonic clock, in milliseconds. */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  noteArrival(): void {
    this.#lastArrivalAt = this.#now();
  }

  ms(): number {
    return this.#now() - this.#lastArrivalAt < ACTIVE_FOR_MS ? ACTIVE_POLL_MS : QUIET_POLL_MS;
  }
}
