import type { Origin } from '@gatehouse/contracts';
import { change } from '@gatehouse/store';
import { type Deliveries, sendableBefore } from './deliveries.store.ts';
import { superseded } from './delivery.ts';
import { deliveryEvent } from './delivery-event.ts';

/**
 * Ends a registration's pending emails of generations before the given one, and takes the links out of failed ones, so
 * that none of them is sent again; answers how many there were.
 */
export type SupersedeEmails = (
  registrationId: string,
  generation: number,
  origin: Pick<Origin, 'actor' | 'causationId'>,
) => Promise<number>;

export function emailSuperseder(collection: Deliveries, now: () => number): SupersedeEmails {
  return async (registrationId, generation, origin) => {
    const unwanted = await sendableBefore(collection, registrationId, generation);
    for (const { _id } of unwanted) {
      await change(collection, now, _id, (current) => {
        const document = current && superseded(current, now());
        if (document === undefined) return { result: undefined };
        // What a failed one had in it was never told.
        if (document.state === current?.state) return { document, result: undefined };
        return {
          document,
          events: (next) => [deliveryEvent(next, current, origin, now())],
          result: undefined,
        };
      });
    }
    return unwanted.length;
  };
}
