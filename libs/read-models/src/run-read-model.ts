import { randomBytes } from 'node:crypto';
import type { EventLog, Subscription } from '@gatehouse/event-log';
import { createTicker, favourSpeed, type Logger, newId, retryUntilOpen } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import { beginRebuild, type Control, giveUp, isBusy, runsPerhapsRead } from './control.ts';
import { discardLettersOf } from './discard-letters.ts';
import { createFollowing, type FollowingParts } from './following.ts';
import { nameInRun } from './generation-names.ts';
import { PACE, type Pace } from './pace.ts';
import type { ReadModelState } from './read-model-state.ts';
import { createSteering, deadLettersOf } from './steering.ts';
import {
  forgetProgress,
  noteProgress,
  progressNotesCollection,
  progressOf,
} from './stores/progress-notes.ts';

/** A read model that is kept up to date, and rebuilt when that is asked for. */
export interface RunningReadModel {
  readonly name: string;
  state(): Promise<ReadModelState>;
  /** Begins a rebuild; false while one is under way. */
  rebuild(): Promise<boolean>;
  /** Gives up a rebuild before it is switched to; false where there is none. */
  giveUp(): Promise<boolean>;
  /** Resolves once the generation that is read at the start has reached the end that the log had then. */
  readonly caughtUp: Promise<void>;
  /**
   * Waits until whatever may be read, here or elsewhere, holds all that a group's topics have at this moment: what is read
   * afterwards through the read model then has all of it. False where that takes longer, or is not known here yet.
   */
  reachEnd(group: string, timeoutMs: number): Promise<boolean>;
  /** The consumers of all generations that there are, by the names of their groups. */
  consumers(): Readonly<Record<string, Subscription>>;
  close(): Promise<void>;
}

export interface RunReadModelOptions<C> extends FollowingParts<C> {
  /** Opened with `readModelCollections`. */
  store: Store;
  eventLog: EventLog;
  now: () => number;
  log: Logger;
  pace?: Pace | undefined;
}

/** The lease of who takes a rebuild further; every look renews it. */
const LEASE_MS = 10_000;

/** Starts to keep a read model: follows the log with each generation there should be, and looks each second whether that changes. */
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
  /** While a generation is filled. */
  let endHurry: (() => void) | undefined;

  async function afterDrop(run: string): Promise<void> {
    const consumers = consumersOf({ run, collections: model.collections });
    const groups = consumers.map(({ group }) => nameInRun(group, run));
    const topics = consumers.flatMap((consumer) => consumer.topics);
    await discardLettersOf(groups, { eventLog, topics, now });
    await forgetProgress({ notes }, run);
    log.info({ readModel: name, run }, 'a generation was dropped');
  }

  async function note(control: Control): Promise<void> {
    const follower = control.building && following.of(control.building.run);
    const handled = follower?.handled() ?? 0;
    // Who has handled nothing has nothing to tell, and on some engines sees what remains for another.
    if (control.building === undefined || follower === undefined || handled === 0) return;
    const lags = await Promise.all(follower.subscriptions.map(({ subscription }) => subscription.lag()));
    const remaining = lags.flatMap((lag) => [...lag.values()]).reduce((sum, each) => sum + each, 0);
    await noteProgress({ notes, now }, { run: control.building.run, instance, handled, remaining });
  }

  /** A step may take long; the looks meanwhile renew the lease. */
  async function steer(control: Control): Promise<void> {
    if (!isBusy(control) || !(await lease.acquire(instance, LEASE_MS)) || isStepping) return;
    isStepping = true;
    step(control)
      .then((moved) => {
        if (moved) ticker.wake();
      })
      .catch((err) => {
        if (!closed) log.warn({ err, readModel: name }, 'a rebuild goes on after a failure');
      })
      .finally(() => {
        isStepping = false;
      });
  }

  function hurryWhile(isFilling: boolean): void {
    if (isFilling) endHurry ??= favourSpeed();
    else {
      endHurry?.();
      endHurry = undefined;
    }
  }

  async function tick(): Promise<undefined> {
    const control = await model.look();
    // Near its end little comes, for as long as a dead letter keeps it from being read.
    hurryWhile(control.building !== undefined && control.building.isNearEnd !== true);
    await following.bringInLine(control);
    await note(control);
    await steer(control);
  }

  try {
    await following.bringInLine(await retryUntilOpen('store', () => model.look(), { log }));
  } catch (error) {
    await following.close();
    throw error;
  }
  const readers = following.of(model.seen().active.run)?.subscriptions ?? [];
  const caughtUp = Promise.all(readers.map(({ subscription }) => subscription.caughtUp)).then(() => {});
  // Whoever does not wait for it must not be stopped by it.
  caughtUp.catch(() => {});
  const ticker = createTicker({
    run: tick,
    intervalMs: pace.lookMs,
    onError: (err) => log.warn({ err, readModel: name }, 'a read model is looked at again'),
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
      const status = building === undefined ? 'clearing' : 'filling';
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
    async giveUp() {
      const given = await model.steer((control) => giveUp(control, now()));
      ticker.wake();
      return given;
    },
    caughtUp,
    async reachEnd(group, timeoutMs) {
      const runs = runsPerhapsRead(await model.look());
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
      hurryWhile(false);
      // A step that waits for the end is over with its consumers; one that drops is gone on with by whoever comes next.
      await following.close();
      await lease.release(instance);
    },
  };
}
