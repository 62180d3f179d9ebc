import type { Deliveries } from '../delivery/deliveries.store.ts';
import { lookUpTogether } from '../delivery/look-up-together.ts';

/** Whether a delivery is in the store. */
export type IsKnown = (id: string) => Promise<boolean>;

/** Looks up together what is asked in one turn of the event loop. */
export function knownDeliveries(collection: Pick<Deliveries, 'getMany'>): IsKnown {
  const lookUp = lookUpTogether(collection);
  return async (id) => (await lookUp(id)) !== undefined;
}
