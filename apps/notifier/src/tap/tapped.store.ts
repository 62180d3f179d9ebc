import { type Collection, type DocumentOf, defineCollection, documentSchema, json } from '@gatehouse/store';
import type { TappedMessage } from './tapped.domain.ts';

/** A message for the listeners of a service, under the id of its delivery. Positions have no gaps: none appears before a lower one. */
const schema = documentSchema({
  serviceId: { type: String, required: true },
  position: { type: Number, required: true, min: 1 },
  /** ISO 8601 in UTC. */
  madeAt: { type: String, required: true },
  message: json<TappedMessage>(),
  isMissed: { type: Boolean, required: true },
});
schema.index({ serviceId: 1, position: 1 }, { name: 'position', unique: true });
// The first guards; on MongoDB an index for a sort ends with the id, which a unique one cannot.
schema.index({ serviceId: 1, position: 1 }, { name: 'byPosition' });
schema.index({ madeAt: 1 }, { name: 'made' });

export const tapped = defineCollection('tapped', schema);
export type TappedDocument = DocumentOf<typeof schema>;
export type TappedMessages = Collection<TappedDocument>;

/** The last position of a service that has a message; 0 where there is none. */
export async function lastPosition(collection: TappedMessages, serviceId: string): Promise<number> {
  const where = { serviceId, position: { gte: 1 } };
  const [last] = await collection.find({ where, sort: [['position', -1]], limit: 1 });
  return last?.position ?? 0;
}

/** A service's messages after a position, in order. */
export function tappedAfter(collection: TappedMessages, serviceId: string, position: number, limit: number) {
  const where = { serviceId, position: { gt: position } };
  return collection.find({ where, sort: [['position', 1]], limit });
}
