const ACTIVE_FOR_MS = 10_000;
const ACTIVE_POLL_MS = 20;
const QUIET_POLL_MS = 200;

/** How often to look for what other processes wrote: 20 ms while anything came in the last 10 s, else 200 ms. */
export class PollingPace {
  #lastCameAt = Number.NEGATIVE_INFINITY;

  came(): void {
    this.#lastCameAt = performance.now();
  }

  intervalMs(): number {
    return performance.now() - this.#lastCameAt < ACTIVE_FOR_MS ? ACTIVE_POLL_MS : QUIET_POLL_MS;
  }
}
