import { randomBytes } from 'node:crypto';
import type { EventLog, Subscription } from '@gatehouse/event-log';
import { createTicker, favourSpeed, type Logger, newId, retryUntilOpen } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import { abandon, beginRebuild, type Control, isBusy, readableRuns } from './control.ts';
import { discardDeadLettersOf } from './discard-dead-letters.ts';
import { createFollowing, type FollowingDependencies } from './following.ts';
import { nameInRun } from './generation-names.ts';
import { PACE, type Pace } from './pace.ts';
import type { ReadModelState } from './read-model-state.ts';
import { createSteering, deadLettersOf } from './steering.ts';
import { eraseProgress, noteProgress, progressNotesCollection, progressOf } from './stores/progress-notes.ts';

/** A read model that follows the log, and can be rebuilt. */
export interface RunningReadModel {
  readonly name: string;
  state(): Promise<ReadModelState>;
  /** Begins a rebuild; false while one is running. */
  rebuild(): Promise<boolean>;
  /** Abandons a rebuild whose generation is not active yet; false where there is none. */
  abandon(): Promise<boolean>;
  /** Resolves once the generation that is active at the start has reached the end that the log had then. */
  readonly caughtUp: Promise<void>;
  /**
   * Waits until every generation that some instance may read has all records that a group's topics have now. False where
   * that takes longer, or where this instance does not follow one of them yet.
   */
  reachEnd(group: string, timeoutMs: number): Promise<boolean>;
  /** The consumers of all generations, by the names of their groups. */
  consumers(): Readonly<Record<string, Subscription>>;
  close(): Promise<void>;
}

export interface RunReadModelOptions<C> extends FollowingDependencies<C> {
  /** Opened with `readModelCollections`. */
  store: Store;
  eventLog: EventLog;
  now: () => number;
  log: Logger;
  pace?: Pace | undefined;
}

/** The lease of the instance that takes the steps of a rebuild. Every tick renews it. */
const LEASE_MS = 10_000;

/** Runs a read model: follows the log with each of its generations, and reads every second whether these have changed. */
export async function runReadModel<C>(options: RunReadModelOptions<C>): Promise<RunningReadModel> {
  const { model, store, eventLog, now, log, pace = PACE, consumersOf } = options;
  const { name, generation } = model.declaration;
  const instance = newId();
  const notes = store.collection(progressNotesCollection);
  const lease = store.lease(`rebuild.${generation}`);
  const following = createFollowing(options);
  const step = createSteering({ model, store, following, now, pace, afterDrop });
  let isStepping = false;
  let closed = false;
  /** Set while a generation is building. */
  let endFavour: (() => void) | undefined;

  async function afterDrop(run: string): Promise<void> {
    const consumers = consumersOf({ run, collections: model.collections });
    const groups = consumers.map(({ group }) => nameInRun(group, run));
    const topics = consumers.flatMap((consumer) => consumer.topics);
    await discardDeadLettersOf(groups, { eventLog, topics, now });
    await eraseProgress({ notes }, run);
    log.info({ readModel: name, run }, 'a generation was dropped');
  }

  async function note(control: Control): Promise<void> {
    const follower = control.building && following.of(control.building.run);
    const handled = follower?.handled() ?? 0;
    // An instance that has handled nothing may, on some engines, see what remains for another instance.
    if (control.building === undefined || follower === undefined || handled === 0) return;
    const lags = await Promise.all(follower.subscriptions.map(({ subscription }) => subscription.lag()));
    const remaining = lags.flatMap((lag) => [...lag.values()]).reduce((sum, each) => sum + each, 0);
    await noteProgress({ notes, now }, { run: control.building.run, instance, handled, remaining });
  }

  /** A step may take long; ticks meanwhile renew the lease. */
  async function steer(control: Control): Promise<void> {
    if (!isBusy(control) || !(await lease.acquire(instance, LEASE_MS)) || isStepping) return;
    isStepping = true;
    step(control)
      .then((moved) => {
        if (moved) ticker.wake();
      })
      .catch((err) => {
        if (!closed) log.warn({ err, readModel: name }, 'a rebuild continues after a failure');
      })
      .finally(() => {
        isStepping = false;
      });
  }

  function favourSpeedWhile(isFilling: boolean): void {
    if (isFilling) endFavour ??= favourSpeed();
    else {
      endFavour?.();
      endFavour = undefined;
    }
  }

  async function tick(): Promise<undefined> {
    const control = await model.look();
    // Near the log's end few records come, however long a dead letter keeps the generation from becoming active.
    favourSpeedWhile(control.building !== undefined && control.building.isNearEnd !== true);
    await following.reconcile(control);
    await note(control);
    await steer(control);
  }

  try {
    await following.reconcile(await retryUntilOpen('store', () => model.look(), { log }));
  } catch (error) {
    await following.close();
    throw error;
  }
  const readers = following.of(model.seen().active.run)?.subscriptions ?? [];
  const caughtUp = Promise.all(readers.map(({ subscription }) => subscription.caughtUp)).then(() => {});
  // Not everybody awaits it: its rejection must not end the process.
  caughtUp.catch(() => {});
  const ticker = createTicker({
    run: tick,
    intervalMs: pace.lookMs,
    onError: (err) =>
      log.warn({ err, readModel: name }, 'the state of a read model is read again after a failure'),
  });

  return {
    name,
    async state() {
      const { active, building, draining, retired } = await model.look();
      const state = { name, generation: nameInRun(generation, active.run) };
      const under = building ?? draining ?? retired;
      if (under === undefined) return state;
      const { run, since } = building ?? { ...active, since: under.since };
      const progress = await progressOf({ notes, now }, run);
      const deadLetters = building === undefined ? 0 : deadLettersOf(following.of(run));
      const status = building === undefined ? 'clearing' : 'building';
      const began = new Date(since).toISOString();
      return { ...state, rebuilding: { run, status, since: began, ...progress, deadLetters } };
    },
    async rebuild() {
      const run = randomBytes(5).toString('hex');
      const begun = await model.steer((control) => beginRebuild(control, run, now()));
      if (begun) log.info({ readModel: name, run }, 'a rebuild begins');
      ticker.wake();
      return begun;
    },
    async abandon() {
      const given = await model.steer((control) => abandon(control, now()));
      ticker.wake();
      return given;
    },
    caughtUp,
    async reachEnd(group, timeoutMs) {
      const runs = readableRuns(await model.look());
      const reached = await Promise.all(
        runs.map((run) => {
          const wanted = nameInRun(group, run);
          const found = following.of(run)?.subscriptions.find((each) => each.name === wanted);
          return found?.subscription.reachEnd(timeoutMs) ?? false;
        }),
      );
      return reached.every(Boolean);
    },
    consumers: () =>
      Object.fromEntries(following.all().map(({ name, subscription }) => [name, subscription])),
    async close() {
      closed = true;
      await ticker.close();
      favourSpeedWhile(false);
      // A step that waits for the log's end ends with its consumers; the next process continues a step that drops.
      await following.close();
      await lease.release(instance);
    },
  };
}
