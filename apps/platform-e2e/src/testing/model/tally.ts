import { isDeepStrictEqual } from 'node:util';

/** Counts comparisons by endpoint, and keeps the differences. */
export interface Tally {
  check(endpoint: string, about: string, got: unknown, expected: unknown): void;
  counts: ReadonlyMap<string, number>;
  /** The number of differences, and the first of them as text. */
  differing: () => number;
  differences: readonly string[];
}

const MOST_WORDS = 1_500;
const MOST_KEPT = 20;

export function createTally(): Tally {
  const counts = new Map<string, number>();
  const differences: string[] = [];
  let differing = 0;
  const words = (value: unknown) => String(JSON.stringify(value)).slice(0, MOST_WORDS);
  return {
    check(endpoint, about, got, expected) {
      counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
      if (isDeepStrictEqual(got, expected)) return;
      differing++;
      if (differences.length < MOST_KEPT)
        differences.push(`${endpoint} (${about})\n  got      ${words(got)}\n  expected ${words(expected)}`);
    },
    counts,
    differing: () => differing,
    differences,
  };
}
