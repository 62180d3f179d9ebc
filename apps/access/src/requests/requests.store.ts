import type { AccessRequestState } from '@gatehouse/contracts';
import type { EntityKind } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema, json } from '@gatehouse/store';
import { isOpen } from './request.ts';

/** A request for access. */
const schema = documentSchema({
  state: json<AccessRequestState>(),
  /** What an open request is for: the person, the organisation, and a member's service. */
  openKey: String,
  /** Which of the person's open requests it is. */
  slot: String,
  /** Which of the person's requests of the day it is. */
  daySlot: String,
  /** Since when a waiting request counts towards its being overdue; absent once it was found so. */
  overdueFrom: String,
  /** Whether it was found overdue. */
  isOverdue: Boolean,
});
schema.index({ openKey: 1 }, { name: 'open', unique: true });
schema.index({ slot: 1 }, { name: 'slot', unique: true });
schema.index({ daySlot: 1 }, { name: 'day', unique: true });
schema.index({ 'state.userId': 1, 'state.createdAt': 1 }, { name: 'user' });
schema.index(
  { 'state.organisationId': 1, 'state.status': 1, 'state.createdAt': 1 },
  { name: 'organisation' },
);
schema.index({ 'state.organisationId': 1, 'state.createdAt': 1 }, { name: 'organisationByTime' });
schema.index({ 'state.status': 1, 'state.createdAt': 1 }, { name: 'status' });
schema.index({ 'state.escalated': 1, 'state.status': 1, 'state.createdAt': 1 }, { name: 'escalated' });
schema.index({ 'state.createdAt': 1 }, { name: 'time' });
schema.index({ 'state.status': 1, 'state.updatedAt': 1 }, { name: 'statusByChange' });
schema.index({ 'state.status': 1, 'state.expiresAt': 1 }, { name: 'expiry' });
schema.index({ overdueFrom: 1 }, { name: 'overdue' });

export const requestsCollection = defineCollection('access-requests', schema);
export type RequestDocument = DocumentOf<typeof schema>;
export type Requests = Collection<RequestDocument>;
export type RequestKind = EntityKind<'gatehouse.access.request.v1', RequestDocument>;

/** What an open request is for; the store holds one of each. */
export function openKeyOf({ userId, organisationId, membership, serviceId }: AccessRequestState): string {
  return membership ? `${userId}:${organisationId}` : `${userId}:${organisationId}:${serviceId}`;
}

/** The members of a document beside its state. */
export function keysOfRequest(
  state: AccessRequestState,
  { slot, daySlot, isOverdue }: Partial<Pick<RequestDocument, 'slot' | 'daySlot' | 'isOverdue'>> = {},
) {
  return {
    ...(isOpen(state) && { openKey: openKeyOf(state), ...(slot !== undefined && { slot }) }),
    ...(daySlot !== undefined && { daySlot }),
    ...(state.status === 'waiting' && isOverdue !== true && { overdueFrom: state.createdAt }),
    ...(isOverdue !== undefined && { isOverdue }),
  };
}

/** How requests are written. */
export function requestKind(collection: Requests, now: () => number): RequestKind {
  return { type: 'gatehouse.access.request.v1', collection, keys: keysOfRequest, now };
}

/** A person's open requests. */
export async function openRequestsOf(requests: Requests, userId: string): Promise<RequestDocument[]> {
  return requests.find({ where: { openKey: { gt: `${userId}:`, lt: `${userId};` } }, limit: 100 });
}

/** The requests that a person made on a day, by the day's date in UTC. */
export async function requestsOfDay(
  requests: Requests,
  userId: string,
  day: string,
): Promise<RequestDocument[]> {
  const prefix = `${userId}:${day}`;
  return requests.find({ where: { daySlot: { gt: `${prefix}:`, lt: `${prefix};` } }, limit: 100 });
}
