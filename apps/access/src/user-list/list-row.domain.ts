import type { GrantState, HeldGrant } from '@gatehouse/contracts';
import type { Draft } from '@gatehouse/store';
import type { ListRow } from './list-rows.store.ts';

const POSITION_DIGITS = 16;

/** When a record last changed: the user, the membership or the grant itself. */
export function recordUpdatedAt(grant: HeldGrant): string {
  const { updatedAt, userUpdatedAt = updatedAt, membershipUpdatedAt = updatedAt } = grant;
  return [updatedAt, userUpdatedAt, membershipUpdatedAt].toSorted().at(-1) ?? updatedAt;
}

/** What the records of a list are ordered by in a filter: their times, and among those of one time their positions. */
export function updatedKeyOf(at: string, position: number): string {
  return `${at}/${String(position).padStart(POSITION_DIGITS, '0')}`;
}

/** The same, for the records whose users have one status. */
export function statusKeyOf(status: 0 | 1, updatedKey: string): string {
  return `${status}/${updatedKey}`;
}

/** Where the list stood before a change. */
export interface Head {
  position: number;
  records: number;
}

/** Where a grant's record stands after a change, or the slot that it left. */
export interface SlotOfRow {
  /** Without one a grant is no record: nothing shows it. */
  slot?: number | undefined;
  freeSlot?: number | undefined;
}

/** The row of a grant that has changed, at the list's next position. */
export function nextRow(
  current: ListRow | undefined,
  { state, version }: { state: GrantState; version: number },
  head: Head,
  { slot, freeSlot }: SlotOfRow,
): Draft<ListRow> {
  const position = head.position + 1;
  const was = current?.slot === undefined ? 0 : 1;
  const row = { _id: state.id, entityVersion: version, state, position };
  if (state.state === 'removed' || slot === undefined) {
    return { ...row, records: head.records - was, ...(freeSlot !== undefined && { freeSlot }) };
  }
  const updatedKey = updatedKeyOf(recordUpdatedAt(state), position);
  return {
    ...row,
    records: head.records + 1 - was,
    slot,
    updatedKey,
    ...(state.userStatus !== undefined && { statusKey: statusKeyOf(state.userStatus, updatedKey) }),
  };
}
