import { type Deliveries, dueFor, nextReceiver, nextWakeFor } from '../delivery/deliveries.store.ts';
import type { DeliveryDocument } from '../delivery/delivery.ts';
import { createAlarms } from './alarms.ts';
import type { Held } from './held.ts';
import type { Claims } from './leases.ts';

export interface BacklogOptions {
  collection: Deliveries;
  claims: Claims;
  held: Held;
  now: () => number;
  /** A delivery that is this worker's from now on. */
  onTaken: (receiver: string, delivery: DeliveryDocument) => void;
  /** A receiver's were fetched, as far as they are due and there was room. */
  onFetched: (receiver: string) => void;
  onError: (error: unknown) => void;
}

/** What waits in the store: fetched receiver by receiver, when it is due and as far as there is room for it. */
export interface Backlog {
  /** Whether the store may hold due deliveries of the receiver, which have waited longer than a new one. */
  holds(receiver: string): boolean;
  /** Something of the receiver's in the store is due at `at`. */
  note(receiver: string, at: number): void;
  /** There is room for the receiver's again. */
  wantsMore(receiver: string): void;
  /** Looks at every receiver that anything waits for. Gives since when the longest due one waits, if any is due. */
  survey(graceMs: number): Promise<number | undefined>;
  close(): Promise<void>;
}

const AT_A_TIME = 100;
const RETRY_MS = 1_000;

export function createBacklog(options: BacklogOptions): Backlog {
  const { collection, claims, held, now, onTaken, onFetched, onError } = options;
  /** Receivers of which the store may hold due deliveries. */
  const stored = new Set<string>();
  const filling = new Map<string, Promise<void>>();
  const alarms = createAlarms(now, (receiver) => due(receiver));
  let closed = false;

  function due(receiver: string): void {
    stored.add(receiver);
    fill(receiver);
  }

  function fill(receiver: string): void {
    if (closed || !claims.mayTake || filling.has(receiver)) return;
    if (!stored.has(receiver) || !held.isLow(receiver)) return;
    const work = fetchDue(receiver)
      .catch((error) => {
        onError(error);
        alarms.set(receiver, now() + RETRY_MS);
      })
      .finally(() => {
        filling.delete(receiver);
        fill(receiver);
        onFetched(receiver);
      });
    filling.set(receiver, work);
  }

  /** What was held when the store was read, or is now, may look due there and be nearly done. */
  async function fetchDue(receiver: string): Promise<void> {
    stored.delete(receiver);
    const before = held.idsOf(receiver);
    const limit = before.size + AT_A_TIME;
    const at = now();
    const found = await dueFor(collection, receiver, at, limit);
    const unheld = found.filter(({ _id }) => !before.has(_id)).slice(0, AT_A_TIME);
    const free = unheld.filter(({ _id }) => held.add(receiver, _id));
    const mine = new Map((await takeOrLetGo(receiver, free)).map((delivery) => [delivery._id, delivery]));
    for (const { _id } of free) {
      const delivery = mine.get(_id);
      if (delivery === undefined) held.remove(receiver, _id);
      else onTaken(receiver, delivery);
    }
    if (found.length === limit) stored.add(receiver);
    else await setAlarm(receiver, at);
  }

  async function takeOrLetGo(receiver: string, free: readonly DeliveryDocument[]) {
    try {
      return free.length === 0 ? [] : await claims.take(free);
    } catch (error) {
      for (const { _id } of free) held.remove(receiver, _id);
      throw error;
    }
  }

  /** For what was not yet due when the store was read, be it due by now. */
  async function setAlarm(receiver: string, readAt: number): Promise<void> {
    const next = await nextWakeFor(collection, receiver, readAt);
    if (next !== undefined) alarms.set(receiver, next);
  }

  return {
    holds: (receiver) => stored.has(receiver) || filling.has(receiver),
    note(receiver, at) {
      if (closed) return;
      if (at <= now()) due(receiver);
      else alarms.set(receiver, at);
    },
    wantsMore: fill,
    async survey(graceMs) {
      let oldest: number | undefined;
      for (let after = ''; !closed; ) {
        const next = await nextReceiver(collection, after);
        if (next === undefined) break;
        after = next.receiver;
        if (next.wakeAt <= now()) {
          oldest = Math.min(oldest ?? next.wakeAt, next.wakeAt);
          due(after);
        } else alarms.set(after, next.wakeAt + graceMs);
      }
      return oldest;
    },
    async close() {
      closed = true;
      alarms.close();
      await Promise.all(filling.values());
    },
  };
}
