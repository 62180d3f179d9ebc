import { type Fault, notFound } from '@gatehouse/errors';
import type { Deliveries, DeliveryDocument } from './deliveries.store.ts';

export interface KnownDeliveries {
  deliveries: Deliveries;
  /** Resolves once all deliveries that have begun are in the store. */
  flush: () => Promise<void>;
}

/** 404 where there is no such delivery. */
export function noSuchDelivery(): Fault {
  return notFound('There is no such delivery');
}

/** The delivery that an operator's path names by its id; 404 where there is none. */
export async function knownDelivery(
  { deliveries, flush }: KnownDeliveries,
  id: string,
): Promise<DeliveryDocument> {
  await flush();
  const delivery = await deliveries.get(id);
  if (delivery === undefined) throw noSuchDelivery();
  return delivery;
}
