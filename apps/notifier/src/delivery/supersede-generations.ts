import { changeDelivery } from './change-delivery.ts';
import { type Deliveries, sendableBefore } from './deliveries.store.ts';
import { superseded } from './delivery.ts';
import type { DeliveryOrigin } from './listed-message.domain.ts';

/** What an entity listed at a version, and the oldest generation that it wants sent. */
export interface WantedGeneration {
  causedBy: string;
  listedAt: number;
  wanted: number;
}

/**
 * Ends an entity's pending deliveries of generations before the wanted one, and takes the secrets out of failed ones, so
 * that none of them is sent again; gives how many there were. What a later version of the entity listed stays.
 */
export type SupersedeGenerations = (wanted: WantedGeneration, origin: DeliveryOrigin) => Promise<number>;

export function generationSuperseder(collection: Deliveries, now: () => number): SupersedeGenerations {
  return async ({ causedBy, listedAt, wanted }, origin) => {
    const sendable = await sendableBefore(collection, causedBy, wanted);
    const older = sendable.filter((delivery) => (delivery.listedAt ?? 0) <= listedAt);
    for (const { _id } of older) {
      await changeDelivery({ collection, now, origin }, _id, (current) => {
        return (current && superseded(current, now())) ?? 'over';
      });
    }
    return older.length;
  };
}
