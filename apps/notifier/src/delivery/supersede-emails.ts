import { changeDelivery } from './change-delivery.ts';
import { type Deliveries, sendableBefore } from './deliveries.store.ts';
import { superseded } from './delivery.ts';
import type { DeliveryOrigin } from './messages.domain.ts';

/**
 * Ends a registration's pending emails of generations before the given one, and takes the links out of failed ones, so
 * that none of them is sent again; gives how many there were.
 */
export type SupersedeEmails = (
  registrationId: string,
  generation: number,
  origin: DeliveryOrigin,
) => Promise<number>;

export function emailSuperseder(collection: Deliveries, now: () => number): SupersedeEmails {
  return async (registrationId, generation, origin) => {
    const sendable = await sendableBefore(collection, registrationId, generation);
    for (const { _id } of sendable) {
      await changeDelivery({ collection, now, origin }, _id, (current) => {
        return (current && superseded(current, now())) ?? 'over';
      });
    }
    return sendable.length;
  };
}
