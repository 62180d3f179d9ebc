/** When attempts are made: `stepsS[n]` is the wait before attempt n + 1, in seconds (`DELIVERY_SCHEDULE`). */
export interface Schedule {
  stepsS: readonly number[];
  /** In [0, 1): spreads attempts that would otherwise be made at once. */
  random: () => number;
}

const JITTER = 0.2;
/** A receiver may delay an attempt up to this many times the step. */
const LONGEST_DELAY = 2;

/**
 * The wait before attempt `index` (from 0), in milliseconds: the schedule's step ± 20 %, or what the receiver asked for where
 * that is longer, up to twice the step. Undefined when the schedule has no such attempt.
 */
export function waitBefore(index: number, schedule: Schedule, askedMs?: number): number | undefined {
  const stepS = schedule.stepsS[index];
  if (stepS === undefined) return undefined;
  const stepMs = stepS * 1_000;
  const jittered = stepMs * (1 - JITTER + 2 * JITTER * schedule.random());
  return Math.round(Math.max(jittered, Math.min(askedMs ?? 0, stepMs * LONGEST_DELAY)));
}
