import type { GrantState } from '@gatehouse/contracts';
import type { ProjectionDocument } from '@gatehouse/entities';
import { type Collection, defineCollection } from '@gatehouse/store';
import { copySchema } from '../people/projection-schema.ts';

/**
 * A row of a service's list of users: a grant as its last event told of it, held or removed. The rows of a service are
 * written one after the other, each at the next position: the row of the highest position is the list's head. A row with a
 * slot is a record.
 */
export interface ListRow extends ProjectionDocument<GrantState> {
  /** Where the change stands among all changes of the service's grants: 1, 2, 3… */
  position: number;
  /** How many records the list has since that change. */
  records: number;
  /** Where a record stands in the unfiltered list: kept for as long as there is the record. */
  slot?: number;
  /** The slot that a removed record left, until another takes it. A note: which slots are taken the records decide. */
  freeSlot?: number;
  /** When the record last changed, and its position: in the order of `updatedKeyOf`. */
  updatedKey?: string;
  /** The same behind the user's status: one index for each question, or an engine may take the wrong one. */
  statusKey?: string;
}

export type ListRows = Collection<ListRow>;

/** The generation of their schema: names their collections and the group that fills them. */
export const LISTS = 'lists-2';

const schema = copySchema();
schema.add({ position: Number, records: Number, slot: Number, freeSlot: Number });
schema.add({ updatedKey: String, statusKey: String });
schema.index({ 'state.serviceId': 1, position: 1 }, { name: 'position', unique: true });
schema.index({ 'state.serviceId': 1, slot: 1 }, { name: 'slot', unique: true });
// The unique ones guard. On MongoDB one that is to bear a sort has the id at its end, which these cannot have.
schema.index({ 'state.serviceId': 1, position: 1 }, { name: 'byPosition' });
schema.index({ 'state.serviceId': 1, slot: 1 }, { name: 'bySlot' });
// Unique so that it holds the few rows that have the member, and no others.
schema.index({ 'state.serviceId': 1, freeSlot: 1, _id: 1 }, { name: 'freeSlot', unique: true });
schema.index({ 'state.serviceId': 1, updatedKey: 1 }, { name: 'updated' });
schema.index({ 'state.serviceId': 1, statusKey: 1 }, { name: 'status' });

export const listRowsCollection = defineCollection<ListRow>(`${LISTS}.rows`, schema);

/** The row of the last change: where the list stands. Before the first one there is a row at position 0, of no grant. */
export async function headOf(rows: ListRows, serviceId: string): Promise<ListRow | undefined> {
  const [head] = await rows.find({
    where: { 'state.serviceId': serviceId, position: { gte: 0 } },
    sort: [['position', -1]],
    limit: 1,
  });
  return head;
}

/** The record at the last taken slot. */
export async function lastRecord(rows: ListRows, serviceId: string): Promise<ListRow | undefined> {
  const [last] = await rows.find({
    where: { 'state.serviceId': serviceId, slot: { gte: 1 } },
    sort: [['slot', -1]],
    limit: 1,
  });
  return last;
}

/** The records at a range of slots, both ends included, in their order. */
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

/** Rows of removed records that note a free slot, the lowest slots first. */
export function rowsWithFreeSlot(rows: ListRows, serviceId: string, limit: number): Promise<ListRow[]> {
  return rows.find({
    where: { 'state.serviceId': serviceId, freeSlot: { gte: 1 } },
    sort: [['freeSlot', 1]],
    limit,
  });
}

/** Rows behind a position, in the order of their changes. */
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
