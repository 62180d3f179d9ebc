import type { Store } from '@gatehouse/store';
import { type Control, forget, leaveBehind, noteNearEnd, switchReads } from './control.ts';
import type { Follower, Following } from './following.ts';
import { nameInRun } from './generation-names.ts';
import type { Pace } from './pace.ts';
import type { ReadModel } from './read-model.ts';

const REACH_END_MS = 5_000;

export interface SteeringParts<C> {
  model: ReadModel<C>;
  store: Store;
  following: Following;
  now: () => number;
  pace: Pace;
  /** Forgets what else was kept of a run whose collections are dropped. May run again. */
  afterDrop: (run: string) => Promise<void>;
}

/**
 * Takes a rebuild one step further, if it is time: true where it did. Each step ends in one compare-and-set, and all that
 * comes before may come again: another instance that takes over, even one that only believes so, does no harm.
 */
export function createSteering<C>(parts: SteeringParts<C>): (control: Control) => Promise<boolean> {
  const { model, store, following, now, pace, afterDrop } = parts;
  /** When this instance first saw a stage, by its own steady clock: no two instances need have the same time. */
  let seen: { stage: string; at: number } | undefined;

  /** Whether a stage has lasted for as long as every instance needs to look again. */
  function hasSettled(stage: string): boolean {
    if (seen?.stage !== stage) seen = { stage, at: performance.now() };
    return performance.now() - seen.at >= pace.settleMs;
  }

  async function reachEnd(run: string): Promise<boolean> {
    const follower = following.of(run);
    if (follower === undefined) return false;
    const reached = await Promise.all(
      follower.subscriptions.map(({ subscription }) => subscription.reachEnd(REACH_END_MS)),
    );
    return reached.every(Boolean);
  }

  async function towardsSwitch({ run, isNearEnd }: NonNullable<Control['building']>): Promise<boolean> {
    const isThere = (await reachEnd(run)) && deadLettersOf(following.of(run)) === 0;
    if (isNearEnd !== true) return isThere && model.steer((control) => noteNearEnd(control, run, true));
    if (!isThere) return model.steer((control) => noteNearEnd(control, run, false));
    return model.steer((control) => switchReads(control, run, now()));
  }

  async function drop(run: string): Promise<void> {
    const names = Object.values<{ name: string }>(model.declaration.collections).map(({ name }) => name);
    for (const name of names) await store.drop(nameInRun(name, run));
    await afterDrop(run);
  }

  return async ({ building, draining, retired }) => {
    if (building !== undefined) return towardsSwitch(building);
    if (draining !== undefined) {
      if (!hasSettled(`draining ${draining.run}`) || !(await reachEnd(draining.run))) return false;
      return model.steer((control) => leaveBehind(control, draining.run, now()));
    }
    if (retired !== undefined) {
      if (!hasSettled(`retired ${retired.run}`)) return false;
      await drop(retired.run);
      return model.steer((control) => forget(control, retired.run));
    }
    return false;
  };
}

/** Records that the generation lacks because they could not be processed. */
export function deadLettersOf(follower: Follower | undefined): number {
  return (follower?.subscriptions ?? []).reduce(
    (sum, { subscription }) => sum + subscription.openDeadLetters(),
    0,
  );
}
