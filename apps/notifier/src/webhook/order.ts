import { changeDelivery } from '../delivery/change-delivery.ts';
import type { Deliveries, DeliveryDocument } from '../delivery/deliveries.store.ts';
import { type Delivery, isWaiting } from '../delivery/delivery.ts';
import { gateKey, keysOf } from './order.domain.ts';
import { firstAfter, firstOf } from './ordered-deliveries.store.ts';

/** Makes the next of a key's deliveries due, once the one before is over. */
export interface Order {
  /** Whether `webhook.enabled` is pending, for which all else waits. */
  isGated(serviceId: string): Promise<boolean>;
  /** After the end of a delivery, or the insertion of one that waits. */
  release(serviceId: string, orderKey: string): Promise<void>;
  /** All keys of a webhook, once `webhook.enabled` is over. */
  releaseAll(serviceId: string): Promise<void>;
  /** Some keys of all webhooks, in turn: a process may have ended between the end of one delivery and the next one's turn. */
  repair(): Promise<void>;
}

export interface OrderDependencies {
  deliveries: Deliveries;
  dueAt: (queue: string, at: number) => void;
  now: () => number;
}

const REPAIRED_AT_A_TIME = 500;
const PLATFORM = { actor: 'platform' };

/** A delivery that waits for the end of another. */
export function asWaiting(delivery: Delivery): Delivery {
  const { headKey: _h, receiver: _r, wakeAt: _w, leasedBy: _l, ...rest } = delivery;
  const { nextAttemptAt: _, ...state } = delivery.state;
  return { ...rest, state };
}

function asNext(delivery: Delivery, now: number): Delivery {
  const { orderKey = '', queue: receiver, state } = delivery;
  const nextAttemptAt = new Date(now).toISOString();
  return { ...delivery, headKey: orderKey, receiver, wakeAt: now, state: { ...state, nextAttemptAt } };
}

export function createOrder({ deliveries, dueAt, now }: OrderDependencies): Order {
  let repairedTo = '';

  const isGated = async (serviceId: string) => (await firstOf(deliveries, gateKey(serviceId))) !== undefined;

  /** Another head of the same key is refused by the index. */
  async function releaseFirst(first: DeliveryDocument): Promise<void> {
    if (!isWaiting(first)) return;
    const changed = await changeDelivery(
      { collection: deliveries, now, origin: PLATFORM },
      first._id,
      (current) =>
        current !== undefined && current.state.status === 'pending' && isWaiting(current)
          ? asNext(current, now())
          : 'over',
    );
    if (changed.status === 'changed') dueAt(first.queue, now());
  }

  async function releaseBetween(first: string, last: string | undefined, most: number): Promise<string> {
    let after = first;
    for (let n = 0; n < most; n++) {
      const next = await firstAfter(deliveries, after, last);
      if (next?.orderKey === undefined) return '';
      after = next.orderKey;
      const serviceId = next.state.serviceId ?? '';
      if (isWaiting(next) && !(await isGated(serviceId))) await releaseFirst(next);
    }
    return after;
  }

  return {
    isGated,
    async release(serviceId, orderKey) {
      if (await isGated(serviceId)) return;
      const first = await firstOf(deliveries, orderKey);
      if (first !== undefined) await releaseFirst(first);
    },
    async releaseAll(serviceId) {
      const { first, last } = keysOf(serviceId);
      await releaseBetween(first, last, Number.POSITIVE_INFINITY);
    },
    async repair() {
      repairedTo = await releaseBetween(repairedTo, undefined, REPAIRED_AT_A_TIME);
    },
  };
}
