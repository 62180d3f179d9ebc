/** The size of a list, not counted at each request. */
export interface Tally {
  total(): Promise<number>;
  /** Records a change that this process made: +1, -1 or 0. */
  add(difference: number): void;
}

const TRUSTED_MS = 5_000;

/**
 * Counts once, adds what this process changes, and counts again after five seconds, since other processes change the same
 * collection.
 */
export function createTally(count: () => Promise<number>, now: () => number): Tally {
  let known: { total: number; until: number } | undefined;
  let counting: Promise<number> | undefined;
  let changes = 0;

  async function countAgain(): Promise<number> {
    const before = changes;
    const total = await count();
    // A change during the count may or may not be in it, so that the count is used for this answer only.
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
