/** What is read of one read model, and where its rebuilding stands. Decided here, and only here; nothing is stored. */

/** The generation that there is before the first rebuild: its collections and groups have no run in their names. */
export const FIRST_RUN = 'first';

export interface Stage {
  run: string;
  /** Milliseconds; for people. */
  since: number;
}

/** One rebuild after the other, each generation under the name of its run, which no other ever has. */
export interface Control {
  /** The run whose generation is read. */
  active: Stage;
  /** The run whose generation is being filled. `isNearEnd`: it may be read at any moment. */
  building?: Stage & { isNearEnd?: boolean };
  /** The run that was read before; an instance that has not looked yet reads it still. */
  draining?: Stage;
  /** The run whose collections nobody reads or writes any more: to be dropped. */
  retired?: Stage;
}

/** Where a read model stands that was never rebuilt. */
export const FIRST_CONTROL: Control = { active: { run: FIRST_RUN, since: 0 } };

/** Whether a rebuild is under way, or what it left is not yet cleared away. */
export function isBusy({ building, draining, retired }: Control): boolean {
  return building !== undefined || draining !== undefined || retired !== undefined;
}

/** Begins a rebuild; undefined while one is under way. */
export function beginRebuild(control: Control, run: string, nowMs: number): Control | undefined {
  return isBusy(control) ? undefined : { ...control, building: { run, since: nowMs } };
}

/** The filling generation has reached the end once, and is about to be read; or, not near, it is behind again. */
export function noteNearEnd(control: Control, run: string, isNearEnd: boolean): Control | undefined {
  const { building } = control;
  if (building?.run !== run || (building.isNearEnd ?? false) === isNearEnd) return undefined;
  const { isNearEnd: _, ...stage } = building;
  return { ...control, building: { ...stage, ...(isNearEnd && { isNearEnd }) } };
}

/** The filled generation is read from now on. Only from near its end: until then nobody may count on it. */
export function switchReads(control: Control, run: string, nowMs: number): Control | undefined {
  const { building, active, ...rest } = control;
  if (building?.run !== run || building.isNearEnd !== true) return undefined;
  return { ...rest, active: { run, since: nowMs }, draining: { run: active.run, since: nowMs } };
}

/** Everybody has looked since: nobody reads the generation before any more, and its consumers may stop. */
export function leaveBehind(control: Control, run: string, nowMs: number): Control | undefined {
  const { draining, ...rest } = control;
  return draining?.run === run ? { ...rest, retired: { run, since: nowMs } } : undefined;
}

/** What was dropped is forgotten. */
export function forget(control: Control, run: string): Control | undefined {
  const { retired, ...rest } = control;
  return retired?.run === run ? rest : undefined;
}

/** Gives up a rebuild that has not been switched to; undefined where none is being filled. */
export function giveUp(control: Control, nowMs: number): Control | undefined {
  const { building, ...rest } = control;
  return building === undefined ? undefined : { ...rest, retired: { run: building.run, since: nowMs } };
}

/** The runs whose consumers go on. */
export function runsFollowed({ active, building, draining }: Control): string[] {
  return [active, building, draining].flatMap((stage) => stage?.run ?? []);
}

/** The runs that some instance may read now or in a moment. */
export function runsPerhapsRead({ active, building, draining }: Control): string[] {
  return [active, draining, building?.isNearEnd === true ? building : undefined].flatMap(
    (stage) => stage?.run ?? [],
  );
}

/** Whether a run's consumers do more than keep its collections: not while it is filled, nor once it is over. */
export function performsEffects({ active, draining }: Control, run: string): boolean {
  return active.run === run || draining?.run === run;
}
