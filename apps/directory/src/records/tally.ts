/** How many records a list has, without counting them at each request. */
export interface Tally {
  total(): Promise<number>;
  /** Told of each change that this process makes: +1, -1 or 0. */
  add(difference: number): void;
}

const TRUSTED_MS = 5_000;

/**
 * Counts once, keeps count of what this process changes, and counts again after five seconds, since other processes
 * change the same collection.
 */
export function createTally(count: () => Promise<number>, now: () => number): Tally {
  let known: { total: number; until: number } | undefined;
  let counting: Promise<number> | undefined;
  let changes = 0;

  async function countAgain(): Promise<number> {
    const before = changes;
    const total = await count();
    // A change during the count may or may not be in it: what was counted then serves this answer only.
    known = changes === before ? { total, until: now() + TRUSTED_MS } : undefined;
    return total;
  }

  return {
    async total() {
      if (known !== undefined && now() < known.until) return known.total;
      counting ??= countAgain().finally(() => {
        counting = undefined;
      });
      return counting;
    },
    add(difference) {
      if (difference === 0) return;
      changes++;
      if (known !== undefined) known.total += difference;
    },
  };
}
