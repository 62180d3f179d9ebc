import { changeDelivery } from './change-delivery.ts';
import type { Deliveries } from './deliveries.store.ts';
import { failedLater } from './delivery.ts';

/** Makes a delivered email `failed`: who took it told later that it never arrived. `error` is a fixed word. */
export type FailDelivered = (id: string, error: string) => Promise<void>;

export function deliveredFailer(collection: Deliveries, now: () => number): FailDelivered {
  return async (id, error) => {
    const origin = { actor: 'platform' };
    await changeDelivery<'ended otherwise'>({ collection, now, origin }, id, (current) =>
      current?.state.status === 'delivered' ? failedLater(current, error, now()) : 'ended otherwise',
    );
  };
}
