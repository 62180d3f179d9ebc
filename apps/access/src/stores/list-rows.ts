import type { GrantState } from '@gatehouse/contracts';
import type { CopyDocument } from '@gatehouse/entities';
import { type Collection, defineCollection } from '@gatehouse/store';
import { copySchema } from './copy-schema.ts';

/**
 * A row of a service's list of users: a grant as its last event told of it, held or removed. The rows of a service are
 * written one after the other, each at the next position: the row of the highest position is the list's head.
 */
export interface ListRow extends CopyDocument<GrantState> {
  /** Where the change stands among all changes of the service's grants: 1, 2, 3… */
  position: number;
  /** How many records the list has since that change; absent while nobody has counted a list that is being filled. */
  records?: number;
  /** Where a record stands in the unfiltered list: kept for as long as there is the record. */
  place?: number;
  /** The place that a removed record had. */
  freedPlace?: number;
  /** When the record last changed, and its position: in the order of `updatedKeyOf`. */
  updatedKey?: string;
  /** The same behind the user's status: one index for each question, or an engine may take the wrong one. */
  statusKey?: string;
}

export type ListRows = Collection<ListRow>;

/** The generation of their schema: names their collections and the group that fills them. */
export const LISTS = 'lists-1';

const schema = copySchema();
schema.add({ position: Number, records: Number, place: Number, freedPlace: Number });
schema.add({ updatedKey: String, statusKey: String });
schema.index({ 'state.serviceId': 1, position: 1 }, { name: 'position', unique: true });
schema.index({ 'state.serviceId': 1, place: 1 }, { name: 'place', unique: true });
// The unique ones guard. On MongoDB one that is to bear a sort has the id at its end, which a unique one cannot.
schema.index({ 'state.serviceId': 1, position: 1 }, { name: 'byPosition' });
schema.index({ 'state.serviceId': 1, place: 1 }, { name: 'byPlace' });
schema.index({ 'state.serviceId': 1, updatedKey: 1 }, { name: 'updated' });
schema.index({ 'state.serviceId': 1, statusKey: 1 }, { name: 'status' });

export const listRowsCollection = defineCollection<ListRow>(`${LISTS}.rows`, schema);

/** The row of the last change: where the list stands. */
export async function headOf(rows: ListRows, serviceId: string): Promise<ListRow | undefined> {
  const [head] = await rows.find({
    where: { 'state.serviceId': serviceId, position: { gte: 1 } },
    sort: [['position', -1]],
    limit: 1,
  });
  return head;
}

/** The record at the last taken place. */
export async function lastRecord(rows: ListRows, serviceId: string): Promise<ListRow | undefined> {
  const [last] = await rows.find({
    where: { 'state.serviceId': serviceId, place: { gte: 1 } },
    sort: [['place', -1]],
    limit: 1,
  });
  return last;
}

/** The records at some places, both ends included, in their order. */
export function recordsAt(
  rows: ListRows,
  serviceId: string,
  places: { first: number; last: number },
): Promise<ListRow[]> {
  return rows.find({
    where: { 'state.serviceId': serviceId, place: { gte: places.first, lte: places.last } },
    sort: [['place', 1]],
    limit: places.last - places.first + 1,
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
