/**
 * `default`: as the operator has it (`DELIVERY_SCHEDULE`). `code`: emails with a sign-in code, which work for minutes.
 * `logout`: a session is over, and its services are to know soon. `once`: a test.
 */
export type ScheduleName = 'default' | 'code' | 'logout' | 'once';

/** When attempts are made: `steps[name][n]` is the wait before attempt n + 1, in seconds. */
export interface Schedules {
  steps: Readonly<Record<ScheduleName, readonly number[]>>;
  /** In [0, 1): spreads attempts that would otherwise be made at once. */
  random: () => number;
}

const CODE_STEPS_S = [0, 2, 5, 15, 30];
const LOGOUT_STEPS_S = [0, 2, 10, 60, 300, 1_800];

/** The schedules of a platform whose operator chose the default one. */
export function schedulesWith(defaultStepsS: readonly number[], random = Math.random): Schedules {
  const steps = { default: defaultStepsS, code: CODE_STEPS_S, logout: LOGOUT_STEPS_S, once: [0] };
  return { steps, random };
}

const JITTER = 0.2;
/** A receiver may delay an attempt up to this many times the step. */
const LONGEST_DELAY = 2;

/**
 * The wait before attempt `index` (from 0), in milliseconds: the schedule's step ± 20 %, or what the receiver asked for where
 * that is longer, up to twice the step. Undefined when the schedule has no such attempt.
 */
export function waitBefore(
  index: number,
  { steps, random }: Schedules,
  { name, askedMs = 0 }: { name: ScheduleName; askedMs?: number | undefined },
): number | undefined {
  const stepS = steps[name][index];
  if (stepS === undefined) return undefined;
  const stepMs = stepS * 1_000;
  const jittered = stepMs * (1 - JITTER + 2 * JITTER * random());
  return Math.round(Math.max(jittered, Math.min(askedMs, stepMs * LONGEST_DELAY)));
}
