import { nextVersion } from '@gatehouse/store';
import type { Deliveries, DeliveryDocument } from '../delivery/deliveries.store.ts';
import { type Delivery, leased, released } from '../delivery/delivery.ts';
import { LEASE_MS, type Leases, NEEDED_MS } from './leases.ts';

const AT_A_TIME = 100;

/** For a store that many instances share: a lease stands in the delivery itself, written by compare-and-set. */
export function documentLeases(collection: Deliveries, dispatcher: string, now: () => number): Leases {
  async function rewrite(
    deliveries: readonly DeliveryDocument[],
    change: (delivery: DeliveryDocument) => Delivery,
  ): Promise<DeliveryDocument[]> {
    const writes = deliveries.map((previous) => ({
      previous,
      document: { ...change(previous), version: nextVersion(previous.version, now()) },
      events: [],
    }));
    const results = await collection.writeMany(writes);
    return writes.flatMap(({ document }, index) => (results[index]?.status === 'written' ? [document] : []));
  }

  const lease = (delivery: Delivery) => leased(delivery, dispatcher, now() + LEASE_MS);
  return {
    areInMemory: false,
    mayTake: true,
    onGained() {},
    leased: lease,
    take: (due) => rewrite(due, lease),
    async confirm(delivery) {
      if ((delivery.wakeAt ?? 0) - now() >= NEEDED_MS) return delivery;
      const [renewed] = await rewrite([delivery], lease);
      return renewed;
    },
    async release(deliveries) {
      for (let from = 0; from < deliveries.length; from += AT_A_TIME) {
        await rewrite(deliveries.slice(from, from + AT_A_TIME), released);
      }
    },
    async close() {},
  };
}
