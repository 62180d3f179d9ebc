import { FIRST_RUN } from './control.ts';

/** The name of a collection or group in a run. */
export function nameInRun(name: string, run: string): string {
  return run === FIRST_RUN ? name : `${name}.${run}`;
}
