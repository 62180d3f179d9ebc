import { FIRST_RUN } from './control.ts';

/** What a run's collection or group is called. */
export function nameInRun(name: string, run: string): string {
  return run === FIRST_RUN ? name : `${name}.${run}`;
}
