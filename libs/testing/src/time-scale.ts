import { availableParallelism, loadavg } from 'node:os';

/**
 * How much longer than on a quiet machine a test waits for a fact: `TEST_TIME_SCALE`, else the number of processes that
 * share a core. A limit is there for a fact that never comes, not for a machine that is busy.
 */
export function timeScale(): number {
  return Number(process.env.TEST_TIME_SCALE) || Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}
