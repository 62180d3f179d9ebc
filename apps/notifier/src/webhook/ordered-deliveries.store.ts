import type { Deliveries, DeliveryDocument } from '../delivery/deliveries.store.ts';
import { keysOf } from './order.domain.ts';

const ORDER = [
  ['orderKey', 1],
  ['orderSeq', 1],
] as const;

/** The first pending delivery with a key. */
export async function firstOf(
  collection: Deliveries,
  orderKey: string,
): Promise<DeliveryDocument | undefined> {
  const where = { orderKey, orderSeq: { gte: 0 } };
  const [first] = await collection.find({ where, sort: ORDER, limit: 1 });
  return first;
}

/** Pending deliveries with a key, in their order. */
export function pendingWith(collection: Deliveries, orderKey: string, limit: number) {
  return collection.find({ where: { orderKey, orderSeq: { gte: 0 } }, sort: ORDER, limit });
}

/** The first pending delivery of the next key after `after`, of one webhook or of all. */
export async function firstAfter(
  collection: Deliveries,
  after: string,
  before?: string,
): Promise<DeliveryDocument | undefined> {
  const bounds = before === undefined ? { gt: after } : { gt: after, lt: before };
  const [first] = await collection.find({ where: { orderKey: bounds }, sort: ORDER, limit: 1 });
  return first;
}

/** Pending events of a webhook, those that wait as well. */
export function pendingOf(collection: Deliveries, serviceId: string, limit: number) {
  const { first, last } = keysOf(serviceId);
  return collection.find({ where: { orderKey: { gt: first, lt: last } }, sort: ORDER, limit });
}
