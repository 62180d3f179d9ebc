import type { DeliveryKind, DeliveryState, DeliveryStatus } from '@gatehouse/contracts';
import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  type Filter,
  json,
  optionalJson,
} from '@gatehouse/store';
import { generationKey } from './delivery.ts';
import type { SingleMessage } from './listed-message.domain.ts';
import type { ScheduleName } from './schedule.domain.ts';

/** A delivery; what its members mean is said at `Delivery`. */
const schema = documentSchema({
  message: optionalJson<SingleMessage>(),
  queue: { type: String, required: true },
  schedule: json<ScheduleName>(),
  attemptsBefore: { type: Number, required: true, min: 0 },
  refusedSecrets: optionalJson<readonly string[]>(),
  receiver: String,
  wakeAt: Number,
  leasedBy: String,
  orderKey: String,
  orderSeq: Number,
  headKey: String,
  generationKey: String,
  listedAt: Number,
  state: json<DeliveryState>(),
});
// Unique so that they cover only the few documents that have the members.
schema.index({ receiver: 1, wakeAt: 1, _id: 1 }, { name: 'waiting', unique: true });
schema.index({ orderKey: 1, orderSeq: 1, _id: 1 }, { name: 'order', unique: true });
schema.index({ headKey: 1 }, { name: 'head', unique: true });
schema.index({ generationKey: 1 }, { name: 'generation', unique: true });
schema.index({ 'state.createdAt': -1 }, { name: 'listed' });
schema.index({ 'state.status': 1, 'state.createdAt': -1 }, { name: 'listed_by_status' });
schema.index({ 'state.serviceId': 1, 'state.createdAt': -1 }, { name: 'listed_by_service' });
schema.index({ 'state.kind': 1, 'state.createdAt': -1 }, { name: 'listed_by_kind' });

export const deliveries = defineCollection('deliveries', schema);

export type DeliveryDocument = DocumentOf<typeof schema>;
export type Deliveries = Collection<DeliveryDocument>;

/** A receiver's deliveries that may be leased now, the longest waiting first. */
export function dueFor(collection: Deliveries, receiver: string, now: number, limit: number) {
  return collection.find({ where: { receiver, wakeAt: { lte: now } }, sort: [['wakeAt', 1]], limit });
}

/** A receiver's deliveries that are due after an instant, the next first. */
export function scheduledIn(collection: Deliveries, receiver: string, after: number, limit: number) {
  return collection.find({ where: { receiver, wakeAt: { gt: after } }, sort: [['wakeAt', 1]], limit });
}

/** When, after `now`, the next of a receiver's deliveries may be leased. */
export async function nextWakeFor(collection: Deliveries, receiver: string, now: number) {
  const where = { receiver, wakeAt: { gt: now } };
  const [next] = await collection.find({ where, sort: [['wakeAt', 1]], limit: 1 });
  return next?.wakeAt;
}

/** By name, the first receiver after `after` that has pending deliveries, and the earliest `wakeAt` of these. */
export async function nextReceiver(collection: Deliveries, after: string) {
  const where = { receiver: { gt: after }, wakeAt: { gte: 0 } };
  const [first] = await collection.find({
    where,
    sort: [
      ['receiver', 1],
      ['wakeAt', 1],
    ],
    limit: 1,
  });
  if (first?.receiver === undefined || first.wakeAt === undefined) return undefined;
  return { receiver: first.receiver, wakeAt: first.wakeAt };
}

/** An entity's pending or failed messages of earlier generations that may be sent still, or hold their secrets. */
export async function sendableBefore(collection: Deliveries, causedBy: string, generation: number) {
  const { first, last } = keysOf(causedBy);
  const lt = Number.isFinite(generation) ? generationKey(causedBy, generation) : last;
  const where = { generationKey: { gt: first, lt }, 'message.sealed': { exists: true } };
  return collection.find({ where, limit: 100 });
}

/** Whether the same entity has a message of a later generation. */
export async function isSuperseded(
  collection: Deliveries,
  { generationKey, state }: Pick<DeliveryDocument, 'generationKey' | 'state'>,
): Promise<boolean> {
  if (generationKey === undefined) return false;
  const { last } = keysOf(state.causedBy);
  return (await collection.findOne({ generationKey: { gt: generationKey, lt: last } })) !== undefined;
}

/** Bounds of the keys of all generations of an entity. */
function keysOf(causedBy: string) {
  return { first: `${causedBy}/`, last: `${causedBy}0` };
}

export interface ListFilter {
  status?: DeliveryStatus | undefined;
  kinds?: readonly DeliveryKind[] | undefined;
  serviceId?: string | undefined;
  /** Instants as ISO 8601 in UTC, of `createdAt`. */
  since?: string | undefined;
  until?: string | undefined;
}

function filterOf({ status, kinds, serviceId, since, until }: ListFilter): Filter {
  const made = { ...(since !== undefined && { gte: since }), ...(until !== undefined && { lt: until }) };
  return {
    ...(Object.keys(made).length > 0 && { 'state.createdAt': made }),
    ...(kinds !== undefined && { 'state.kind': { in: kinds } }),
    ...(status !== undefined && { 'state.status': status }),
    ...(serviceId !== undefined && { 'state.serviceId': serviceId }),
  };
}

export function countDeliveries(collection: Deliveries, filter: ListFilter): Promise<number> {
  return collection.count(filterOf(filter));
}

/** Deliveries, the newest first. */
export function listDeliveries(
  collection: Deliveries,
  filter: ListFilter,
  range: { skip: number; limit: number },
) {
  return collection.find({ where: filterOf(filter), sort: [['state.createdAt', -1]], ...range });
}

/** Deliveries, the oldest first. */
export function listOldest(collection: Deliveries, filter: ListFilter, limit: number) {
  return collection.find({ where: filterOf(filter), sort: [['state.createdAt', 1]], limit });
}
