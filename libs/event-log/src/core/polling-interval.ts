const ACTIVE_FOR_MS = 10_000;
const ACTIVE_POLL_MS = 20;
const QUIET_POLL_MS = 200;

/** How often to look for what other processes wrote: every 20 ms while anything came in the last 10 s, else every 200 ms. */
export class PollingInterval {
  #lastArrivalAt = Number.NEGATIVE_INFINITY;

  noteArrival(): void {
    this.#lastArrivalAt = performance.now();
  }

  ms(): number {
    return performance.now() - this.#lastArrivalAt < ACTIVE_FOR_MS ? ACTIVE_POLL_MS : QUIET_POLL_MS;
  }
}
