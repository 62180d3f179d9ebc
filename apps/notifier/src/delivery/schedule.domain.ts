/** When attempts are made: `stepsS[n]` is how many seconds are waited before attempt n + 1 (`DELIVERY_SCHEDULE`). */
export interface Schedule {
  stepsS: readonly number[];
  /** In [0, 1): spreads attempts that would fall together. */
  random: () => number;
}

const JITTER = 0.2;
/** A receiver may put an attempt off, but not past this many of the step's own waits. */
const MOST_PUT_OFF = 2;

/**
 * How long to wait before attempt `index` (from 0), in milliseconds: the schedule's step give or take a fifth, or what
 * the receiver asked for where that is later, up to twice the step. Undefined when the schedule has no such attempt.
 */
export function waitBefore(index: number, schedule: Schedule, askedMs?: number): number | undefined {
  const stepS = schedule.stepsS[index];
  if (stepS === undefined) return undefined;
  const stepMs = stepS * 1_000;
  const jittered = stepMs * (1 - JITTER + 2 * JITTER * schedule.random());
  return Math.round(Math.max(jittered, Math.min(askedMs ?? 0, stepMs * MOST_PUT_OFF)));
}
