import {
  type Deliveries,
  type DeliveryDocument,
  dueFor,
  nextReceiver,
  nextWakeFor,
} from '../delivery/deliveries.store.ts';
import type { Leases } from './leases.ts';
import { isLow, type ReceiverQueue, roomOf } from './receiver-queue.ts';

type Queue = ReceiverQueue<unknown>;

export interface DueLoaderDependencies {
  collection: Deliveries;
  leases: Leases;
  now: () => number;
  onLeased: (receiver: string, delivery: DeliveryDocument) => void;
  /** Nothing more of the receiver's is being loaded. */
  onIdle: (queue: Queue) => void;
  onError: (error: unknown) => void;
}

/** Loads due deliveries from the store into their receivers' queues, as far as there is room. */
export interface DueLoader {
  /** One of the receiver's deliveries in the store falls due at `at`. */
  dueAt(queue: Queue, at: number): void;
  /** Loads more if the store may have more and the queue is low. */
  load(queue: Queue): void;
  /** Looks at every receiver that anything waits for in the store. Gives since when the longest due one waits, if any. */
  survey(queueOf: (receiver: string) => Queue): Promise<number | undefined>;
  close(): Promise<void>;
}

const AT_A_TIME = 100;
const RETRY_MS = 1_000;
/** What another dispatcher scheduled is left to it for this long after it fell due. */
const GRACE_MS = 1_000;
/** Timers hold no more than 24 days, and a clock that is set right is noticed within this. */
const LONGEST_ALARM_MS = 3_600_000;

export function createDueLoader(dependencies: DueLoaderDependencies): DueLoader {
  const { collection, leases, now, onLeased, onIdle, onError } = dependencies;
  const loading = new Set<Promise<void>>();
  let closed = false;

  function dueAt(queue: Queue, at: number): void {
    if (closed) return;
    const waitMs = at - now();
    if (waitMs <= 0) {
      queue.hasStored = true;
      load(queue);
    } else if (queue.alarm === undefined || queue.alarm.at > at) {
      clearTimeout(queue.alarm?.timer);
      const timer = setTimeout(() => ring(queue, at), Math.min(waitMs, LONGEST_ALARM_MS)).unref();
      queue.alarm = { at, timer };
    }
  }

  function ring(queue: Queue, at: number): void {
    queue.alarm = undefined;
    dueAt(queue, at);
  }

  function load(queue: Queue): void {
    if (closed || queue.isLoading || !queue.hasStored || !isLow(queue) || !leases.mayTake) return;
    queue.isLoading = true;
    const work = loadDue(queue)
      .catch((error) => {
        onError(error);
        dueAt(queue, now() + RETRY_MS);
      })
      .finally(() => {
        loading.delete(work);
        queue.isLoading = false;
        load(queue);
        onIdle(queue);
      });
    loading.add(work);
  }

  /** One that was in memory when the store was read may look due there, and have been recorded since. */
  async function loadDue(queue: Queue): Promise<void> {
    queue.hasStored = false;
    const { receiver, admitted } = queue;
    const [before, wanted, at] = [new Set(admitted), Math.min(roomOf(queue), AT_A_TIME), now()];
    const limit = before.size + wanted;
    const found = await dueFor(collection, receiver, at, limit);
    const fresh = found.filter(({ _id }) => !before.has(_id) && !admitted.has(_id));
    await leaseAll(queue, fresh.slice(0, wanted));
    if (found.length === limit || fresh.length > wanted) queue.hasStored = true;
    else {
      const next = await nextWakeFor(collection, receiver, at);
      if (next !== undefined) dueAt(queue, next);
    }
  }

  async function leaseAll({ receiver, admitted }: Queue, due: readonly DeliveryDocument[]): Promise<void> {
    if (due.length === 0) return;
    for (const { _id } of due) admitted.add(_id);
    let leased: DeliveryDocument[] = [];
    try {
      leased = await leases.take(due);
    } finally {
      const taken = new Set(leased.map(({ _id }) => _id));
      for (const { _id } of due) if (!taken.has(_id)) admitted.delete(_id);
    }
    for (const delivery of leased) onLeased(receiver, delivery);
  }

  return {
    dueAt,
    load,
    async survey(queueOf) {
      let oldest: number | undefined;
      for (let after = ''; !closed; ) {
        const next = await nextReceiver(collection, after);
        if (next === undefined) break;
        after = next.receiver;
        const isDue = next.wakeAt <= now();
        if (isDue) oldest = Math.min(oldest ?? next.wakeAt, next.wakeAt);
        dueAt(queueOf(after), isDue ? next.wakeAt : next.wakeAt + GRACE_MS);
      }
      return oldest;
    },
    async close() {
      closed = true;
      await Promise.all(loading);
    },
  };
}
