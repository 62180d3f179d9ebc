import type { HandleMany, Outcome, SubscribeOptions, Subscription } from '@gatehouse/event-log';
import { type Control, runsFollowed } from './control.ts';
import { nameInRun } from './generation-names.ts';
import type { ReadModel } from './read-model.ts';

/** One generation, as its consumers know it. */
export interface Generation<C> {
  run: string;
  collections: C;
}

/** A consumer that builds a generation; `group` does not include the run. */
export type GenerationConsumer = Pick<
  SubscribeOptions,
  | 'group'
  | 'topics'
  | 'handle'
  | 'handleMany'
  | 'retry'
  | 'concurrency'
  | 'batchSize'
  | 'overlapping'
  | 'lingerMs'
>;

/** A subscription, by the name of its group. */
export interface NamedSubscription {
  name: string;
  subscription: Subscription;
}

/** The consumers of one run in this process. */
export interface Follower {
  subscriptions: readonly NamedSubscription[];
  /** Records handled since this process started to follow the run. */
  handled(): number;
}

export interface FollowingDependencies<C> {
  model: ReadModel<C>;
  consumersOf: (generation: Generation<C>) => readonly GenerationConsumer[];
  /** Subscribes a consumer in the way of the app. */
  subscribe: (consumer: GenerationConsumer) => Promise<Subscription>;
}

/** Runs the consumers of a read model's generations in this process. */
export interface Following {
  /** Starts and stops consumers, so that exactly the runs that `control` has are followed. */
  reconcile(control: Control): Promise<void>;
  of(run: string): Follower | undefined;
  all(): NamedSubscription[];
  close(): Promise<void>;
}

export function createFollowing<C>({ model, consumersOf, subscribe }: FollowingDependencies<C>): Following {
  const followers = new Map<string, Follower>();

  async function follow(run: string): Promise<Follower> {
    let handled = 0;
    const guarded =
      (handle: GenerationConsumer['handle']): GenerationConsumer['handle'] =>
      async (record) => {
        const outcome = await handledUnlessRetired(run, () => handle(record));
        handled++;
        return outcome;
      };
    /** For a retired generation, the batch fails and its records come to `handle` one by one. */
    const counted =
      (handleMany: HandleMany): HandleMany =>
      async (records) => {
        const outcomes = await handleMany(records);
        handled += outcomes.length;
        return outcomes;
      };
    const consumers = consumersOf({ run, collections: await model.ofRun(run) });
    const started = await Promise.allSettled(
      consumers.map(async ({ handle, handleMany, ...consumer }) => {
        const name = nameInRun(consumer.group, run);
        const subscription = await subscribe({
          ...consumer,
          group: name,
          handle: guarded(handle),
          ...(handleMany !== undefined && { handleMany: counted(handleMany) }),
        });
        return { name, subscription };
      }),
    );
    const subscriptions = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const failed = started.find((each) => each.status === 'rejected');
    if (failed !== undefined) {
      await closeAll(subscriptions);
      throw failed.reason;
    }
    return { subscriptions, handled: () => handled };
  }

  /** A record that fails because its generation was retired meanwhile is ignored. */
  async function handledUnlessRetired(run: string, handle: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await handle();
    } catch (error) {
      if (runsFollowed(await model.look()).includes(run)) throw error;
      return { status: 'ignored', reason: 'its generation is retired' };
    }
  }

  return {
    async reconcile(control) {
      const wanted = new Set(runsFollowed(control));
      for (const [run, { subscriptions }] of followers) {
        if (wanted.has(run)) continue;
        followers.delete(run);
        await closeAll(subscriptions);
      }
      for (const run of wanted) if (!followers.has(run)) followers.set(run, await follow(run));
    },
    of: (run) => followers.get(run),
    all: () => [...followers.values()].flatMap(({ subscriptions }) => subscriptions),
    close: () => closeAll([...followers.values()].flatMap(({ subscriptions }) => subscriptions)),
  };
}

async function closeAll(subscriptions: readonly NamedSubscription[]): Promise<void> {
  await Promise.all(subscriptions.map(({ subscription }) => subscription.close()));
}
