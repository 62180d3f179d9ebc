/** Whether tests run at length (`TEST_LENGTH=full`), as in CI, and not on a sample. */
export const isFullRun = process.env.TEST_LENGTH === 'full';

/** For `fc.assert`: `runs` cases of a new seed at length, else `sample` cases that are the same each time. */
export function propertyRuns(runs: number, sample: number): { numRuns: number; seed?: number } {
  return isFullRun ? { numRuns: runs } : { numRuns: sample, seed: 20_261_124 };
}
