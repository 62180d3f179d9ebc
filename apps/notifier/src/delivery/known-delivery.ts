import { type Fault, notFound } from '@gatehouse/errors';
import type { Deliveries } from './deliveries.store.ts';
import type { DeliveryDocument } from './delivery.ts';

export interface KnownDeliveries {
  deliveries: Deliveries;
  /** Resolves once all that has begun by now stands in the store. */
  settle: () => Promise<void>;
}

/** 404 where there is no such delivery. */
export function noSuchDelivery(): Fault {
  return notFound('There is no such delivery');
}

/** The delivery that an operator's path names by its id; 404 where there is none. */
export async function knownDelivery(
  { deliveries, settle }: KnownDeliveries,
  id: string,
): Promise<DeliveryDocument> {
  await settle();
  const delivery = await deliveries.get(id);
  if (delivery === undefined) throw noSuchDelivery();
  return delivery;
}
