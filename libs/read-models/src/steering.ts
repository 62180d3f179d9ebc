import type { Store } from '@gatehouse/store';
import { activate, type Control, endRebuild, noteNearEnd, retire } from './control.ts';
import type { Follower, Following } from './following.ts';
import { nameInRun } from './generation-names.ts';
import type { Pace } from './pace.ts';
import type { ReadModel } from './read-model.ts';

const REACH_END_MS = 5_000;

export interface SteeringDependencies<C> {
  model: ReadModel<C>;
  store: Store;
  following: Following;
  now: () => number;
  pace: Pace;
  /** Removes what else is stored of a run whose collections have been dropped. May run again. */
  afterDrop: (run: string) => Promise<void>;
}

/**
 * Takes the next step of a rebuild if it is due; true where it did. Each step ends in one compare-and-set, and everything
 * before that may be repeated. So it does no harm when another instance takes over, or wrongly believes so.
 */
export function createSteering<C>(
  dependencies: SteeringDependencies<C>,
): (control: Control) => Promise<boolean> {
  const { model, store, following, now, pace, afterDrop } = dependencies;
  /** When this instance first saw a stage, by its own monotonic clock: instances need not agree on the time. */
  let seen: { stage: string; at: number } | undefined;

  /** Whether a stage has lasted long enough for every instance to have read it. */
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

  async function towardsActive({ run, isNearEnd }: NonNullable<Control['building']>): Promise<boolean> {
    const isThere = (await reachEnd(run)) && deadLettersOf(following.of(run)) === 0;
    if (isNearEnd !== true) return isThere && model.steer((control) => noteNearEnd(control, run, true));
    if (!isThere) return model.steer((control) => noteNearEnd(control, run, false));
    return model.steer((control) => activate(control, run, now()));
  }

  async function drop(run: string): Promise<void> {
    const names = Object.values<{ name: string }>(model.declaration.collections).map(({ name }) => name);
    for (const name of names) await store.drop(nameInRun(name, run));
    await afterDrop(run);
  }

  return async ({ building, draining, retired }) => {
    if (building !== undefined) return towardsActive(building);
    if (draining !== undefined) {
      if (!hasSettled(`draining ${draining.run}`) || !(await reachEnd(draining.run))) return false;
      return model.steer((control) => retire(control, draining.run, now()));
    }
    if (retired !== undefined) {
      if (!hasSettled(`retired ${retired.run}`)) return false;
      await drop(retired.run);
      return model.steer((control) => endRebuild(control, retired.run));
    }
    return false;
  };
}

/** How many records a generation lacks because they could not be processed. */
export function deadLettersOf(follower: Follower | undefined): number {
  return (follower?.subscriptions ?? []).reduce(
    (sum, { subscription }) => sum + subscription.openDeadLetters(),
    0,
  );
}
