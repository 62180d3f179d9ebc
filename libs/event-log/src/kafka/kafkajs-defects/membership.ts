/** Without a joining or heartbeat for so long, kafkajs is taken to hang. Longer than the longest request, a join. */
export const SILENCE_MS = 30_000;
/** A member's first fetch after a joining comes with a heartbeat. By the second one, an error of it has led to a joining. */
const FETCHES_UNTOLD = 2;

/**
 * Whether a kafkajs consumer is a member of its group.
 *
 * Symptom: when rejoining fails with a retriable error, kafkajs repeats the fetches and not the joining. It sends no
 * heartbeat any more, so it never learns that its group dropped it, and reads on uncommitted for ever.
 * Upstream: https://github.com/tulios/kafkajs/issues/1720 and /659 report the same end; none names this cause.
 * Here: only joinings and heartbeats prove membership, fetches do not.
 *
 * States: `joined`; `joining` (from the beginning of a joining until it succeeds); `given up` (each broker was fetched from
 * twice since the joining began); `silent` (no joining and no heartbeat for 30 s). The last two end the session.
 */
export class Membership {
  #joined = false;
  #fetchesSince = new Map<number, number>();
  #lastProof: number;

  constructor(now: number) {
    this.#lastProof = now;
  }

  /** True from a joining until the next one begins. */
  get joined(): boolean {
    return this.#joined;
  }

  joiningBegins(now: number): void {
    this.leave();
    this.#fetchesSince.clear();
    this.#lastProof = now;
  }

  joins(now: number): void {
    this.#joined = true;
    this.#lastProof = now;
  }

  heartbeat(now: number): void {
    this.#lastProof = now;
  }

  leave(): void {
    this.#joined = false;
  }

  /**
   * Called at each fetch from a broker, with all brokers that are fetched from. False once the last joining was given up:
   * the broker whose fetch led to the joining is fetched from only after it.
   */
  mayFetch(broker: number, brokers: readonly number[]): boolean {
    if (this.#joined) return true;
    this.#fetchesSince.set(broker, (this.#fetchesSince.get(broker) ?? 0) + 1);
    return (
      brokers.length === 0 || brokers.some((each) => (this.#fetchesSince.get(each) ?? 0) < FETCHES_UNTOLD)
    );
  }

  isSilent(now: number): boolean {
    return now - this.#lastProof >= SILENCE_MS;
  }
}
