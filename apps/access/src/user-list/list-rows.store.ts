import type { GrantState } from '@gatehouse/contracts';
import { projectionFields } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/** The version of the schema: names the collections and the consumer group that fills them. */
export const LISTS = 'lists-2';

/** A row of a service's list: a projection of a grant, held or removed. See `user-list.ts` for its states and members. */
const schema = documentSchema({
  ...projectionFields<GrantState>(),
  position: { type: Number, required: true, min: 0 },
  records: { type: Number, required: true, min: 0 },
  slot: Number,
  freeSlot: Number,
  updatedKey: String,
  statusKey: String,
});
// These two guard; on MongoDB an index for a sort ends with the id, which a unique one cannot.
schema.index({ 'state.serviceId': 1, position: 1 }, { name: 'position', unique: true });
schema.index({ 'state.serviceId': 1, slot: 1 }, { name: 'slot', unique: true });
// GET /users/changes, and the head of the list.
schema.index({ 'state.serviceId': 1, position: 1 }, { name: 'byPosition' });
// GET /users without a filter.
schema.index({ 'state.serviceId': 1, slot: 1 }, { name: 'bySlot' });
// GET /users from one instant to another, and the same for one status.
schema.index({ 'state.serviceId': 1, updatedKey: 1 }, { name: 'updated' });
schema.index({ 'state.serviceId': 1, statusKey: 1 }, { name: 'status' });
// The slots that are free. Unique, so that it holds only the few rows that have the member.
schema.index({ 'state.serviceId': 1, freeSlot: 1, _id: 1 }, { name: 'freeSlot', unique: true });

export const listRowsCollection = defineCollection(`${LISTS}.rows`, schema);
export type ListRow = DocumentOf<typeof schema>;
export type ListRows = Collection<ListRow>;

/** The row of the last change. A list without changes may have one at position 0, of no grant. */
export async function headOf(rows: ListRows, serviceId: string): Promise<ListRow | undefined> {
  const [head] = await rows.find({
    where: { 'state.serviceId': serviceId, position: { gte: 0 } },
    sort: [['position', -1]],
    limit: 1,
  });
  return head;
}

/** The record at the highest slot. */
export async function lastRecord(rows: ListRows, serviceId: string): Promise<ListRow | undefined> {
  const [last] = await rows.find({
    where: { 'state.serviceId': serviceId, slot: { gte: 1 } },
    sort: [['slot', -1]],
    limit: 1,
  });
  return last;
}

/** The records at a range of slots, both ends included, by slot. */
export function recordsBetween(
  rows: ListRows,
  serviceId: string,
  slots: { first: number; last: number },
): Promise<ListRow[]> {
  return rows.find({
    where: { 'state.serviceId': serviceId, slot: { gte: slots.first, lte: slots.last } },
    sort: [['slot', 1]],
    limit: slots.last - slots.first + 1,
  });
}

/** The records at some slots, in no order. */
export async function recordsAt(
  rows: ListRows,
  serviceId: string,
  slots: readonly number[],
): Promise<ListRow[]> {
  if (slots.length === 0) return [];
  return rows.find({ where: { 'state.serviceId': serviceId, slot: { in: slots } }, limit: slots.length });
}

/** Rows that note a free slot, the lowest slots first. */
export function rowsWithFreeSlot(rows: ListRows, serviceId: string, limit: number): Promise<ListRow[]> {
  return rows.find({
    where: { 'state.serviceId': serviceId, freeSlot: { gte: 1 } },
    sort: [['freeSlot', 1]],
    limit,
  });
}

/** Rows behind a position, by position. */
export function rowsAfter(
  rows: ListRows,
  serviceId: string,
  position: number,
  limit: number,
): Promise<ListRow[]> {
  return rows.find({
    where: { 'state.serviceId': serviceId, position: { gt: position } },
    sort: [['position', 1]],
    limit,
  });
}
