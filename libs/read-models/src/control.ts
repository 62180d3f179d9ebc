/**
 * The generations of one read model, and the steps of a rebuild. Pure: `steering.ts` takes the steps.
 *
 * | state    | who reads it                        | its consumers | next                                                     |
 * | -------- | ----------------------------------- | ------------- | -------------------------------------------------------- |
 * | building | nobody (near its end: at any moment) | run           | active, once it has reached the log's end: `activate`     |
 * | active   | everybody                           | run           | draining, when another becomes active                    |
 * | draining | instances that have not looked yet  | run           | retired, once every instance has looked: `retire`        |
 * | retired  | nobody                              | stopped       | gone, once its collections are dropped: `endRebuild`     |
 *
 * A rebuild that is abandoned takes its generation from building to retired. One rebuild follows the other.
 */

/** The generation before the first rebuild: its collections and groups have no run in their names. */
export const FIRST_RUN = 'first';

export interface Stage {
  /** Names the generation; no two rebuilds have the same. */
  run: string;
  /** Milliseconds; for people. */
  since: number;
}

export interface Control {
  active: Stage;
  building?: Stage & { isNearEnd?: boolean };
  draining?: Stage;
  retired?: Stage;
}

/** A read model that was never rebuilt. */
export const FIRST_CONTROL: Control = { active: { run: FIRST_RUN, since: 0 } };

/** Whether a rebuild is running, its cleaning up included. */
export function isBusy({ building, draining, retired }: Control): boolean {
  return building !== undefined || draining !== undefined || retired !== undefined;
}

/** Begins a rebuild; undefined while one is running. */
export function beginRebuild(control: Control, run: string, nowMs: number): Control | undefined {
  return isBusy(control) ? undefined : { ...control, building: { run, since: nowMs } };
}

/** Notes that the building generation has reached the log's end once, and may become active; or that it is behind again. */
export function noteNearEnd(control: Control, run: string, isNearEnd: boolean): Control | undefined {
  const { building } = control;
  if (building?.run !== run || (building.isNearEnd ?? false) === isNearEnd) return undefined;
  const { isNearEnd: _, ...stage } = building;
  return { ...control, building: { ...stage, ...(isNearEnd && { isNearEnd }) } };
}

/** Makes the building generation active. Only when it is near its end: readers rely on that note. */
export function activate(control: Control, run: string, nowMs: number): Control | undefined {
  const { building, active, ...rest } = control;
  if (building?.run !== run || building.isNearEnd !== true) return undefined;
  return { ...rest, active: { run, since: nowMs }, draining: { run: active.run, since: nowMs } };
}

/** Retires the draining generation: nobody reads it any more, and its consumers may stop. */
export function retire(control: Control, run: string, nowMs: number): Control | undefined {
  const { draining, ...rest } = control;
  return draining?.run === run ? { ...rest, retired: { run, since: nowMs } } : undefined;
}

/** Ends a rebuild: the retired generation has been dropped. */
export function endRebuild(control: Control, run: string): Control | undefined {
  const { retired, ...rest } = control;
  return retired?.run === run ? rest : undefined;
}

/** Abandons a rebuild while its generation is building; undefined where none is. */
export function abandon(control: Control, nowMs: number): Control | undefined {
  const { building, ...rest } = control;
  return building === undefined ? undefined : { ...rest, retired: { run: building.run, since: nowMs } };
}

/** The runs whose consumers run. */
export function runsFollowed({ active, building, draining }: Control): string[] {
  return [active, building, draining].flatMap((stage) => stage?.run ?? []);
}

/** The runs that some instance may read, now or in a moment. */
export function readableRuns({ active, building, draining }: Control): string[] {
  return [active, draining, building?.isNearEnd === true ? building : undefined].flatMap(
    (stage) => stage?.run ?? [],
  );
}

/** Whether a run's consumers have effects beyond its collections: only while it is active or draining. */
export function performsEffects({ active, draining }: Control, run: string): boolean {
  return active.run === run || draining?.run === run;
}
