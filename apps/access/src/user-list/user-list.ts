/**
 * The list of a service's users: a materialised list with one row for each grant, built from the grant's events alone.
 *
 * **Rows.** Each change of a grant writes its row at the service's next *position* (1, 2, 3…): `GET /users/changes` is a
 * range of positions. The row at the highest position is the *head*; its count `records` is that of the list.
 *
 *     record      granted, with a slot: `GET /users` shows it there
 *     unplaced    granted, without a slot: nothing shows it (only in a generation that follows another)
 *     tombstone   removed; may note the slot that its record left
 *
 *     (none) ── granted ──▶ record ── removed ──▶ tombstone ── granted again ──▶ record
 *
 * **Slots.** A page of `GET /users` is a range of slots. A record keeps its slot while it exists, unless filling moves it.
 *
 *     taken   a record has it
 *     noted   free, and a tombstone names it. A new record takes the lowest of these; without one, the slot behind the last
 *     lost    free, and no row names it: its record was moved, or was granted again and took another slot
 *
 *     taken ── its record is removed ──▶ noted ── a new record, or filling ──▶ taken
 *     taken ── its record is moved ──▶ lost ── filling ──▶ taken
 *
 * **Phases** of one service's list (`lists.store.ts`):
 *
 *     quiet     no page was requested in five minutes
 *     walked    a page was requested (`walkedAt`, written every 30 s at most)
 *     filling   one instance moves the last records into free slots, under a lease (`fillingUntil`)
 *
 *     quiet ── a page ──▶ walked ── five minutes ──▶ quiet
 *     quiet ── free slots ──▶ filling ── none left, or the lease ends ──▶ quiet
 *     A walk that begins while the list is filling waits for the end of that.
 *
 * **Generations.** A rebuild fills another generation of all lists. One of them decides slots, the others follow it:
 * `list-role.ts` lists their states. `decided-slots.ts` plans for the deciding one, `followed-slots.ts` for the others.
 */
import type { GrantState, HeldGrant } from '@gatehouse/contracts';

const POSITION_DIGITS = 16;

/** A grant as its event has it. */
export interface PublishedGrant {
  state: GrantState;
  version: number;
}

/** When a record last changed: the user, the membership or the grant itself. */
export function recordUpdatedAt({ updatedAt, userUpdatedAt, membershipUpdatedAt }: HeldGrant): string {
  return [updatedAt, userUpdatedAt, membershipUpdatedAt].toSorted().at(-1) ?? updatedAt;
}

/** The order of records in a filter: by time, and by position among those of one time. */
export function updatedKeyOf(at: string, position: number): string {
  return `${at}/${String(position).padStart(POSITION_DIGITS, '0')}`;
}

/** The same order among the records whose users have one status. */
export function statusKeyOf(status: 0 | 1, updatedKey: string): string {
  return `${status}/${updatedKey}`;
}

/** What a row has besides the grant's state. */
export interface ListRowMembers {
  /** The change's number among all changes of the service's grants: 1, 2, 3… */
  position: number;
  /** How many records the list has after that change. */
  records: number;
  /** A record's number in the unfiltered list. Only filling changes it. */
  slot?: number;
  /** The slot that a removed record left, until another takes it. Only a note: the records decide which slots are taken. */
  freeSlot?: number;
  /** When the record last changed, and its position: see `updatedKeyOf`. */
  updatedKey?: string;
  /** `updatedKey` with the user's status before it. Each query has an index of its own: engines may pick wrong ones. */
  statusKey?: string;
}

/** The position and the count of the list before a change. */
export type Head = Pick<ListRowMembers, 'position' | 'records'>;

/** The slot of a grant's record after a change, or the one that it left. */
export interface SlotOfRow {
  /** Without one a grant is unplaced. */
  slot?: number | undefined;
  freeSlot?: number | undefined;
}

/** The row of a grant that has changed, at the list's next position. */
export function nextRow(
  current: Pick<ListRowMembers, 'slot'> | undefined,
  { state, version }: PublishedGrant,
  head: Head,
  { slot, freeSlot }: SlotOfRow,
): ListRowMembers & { _id: string; entityVersion: number; state: GrantState } {
  const position = head.position + 1;
  const was = current?.slot === undefined ? 0 : 1;
  const row = { _id: state.id, entityVersion: version, state, position };
  if (state.state === 'removed' || slot === undefined) {
    return { ...row, records: head.records - was, ...(freeSlot !== undefined && { freeSlot }) };
  }
  const updatedKey = updatedKeyOf(recordUpdatedAt(state), position);
  const statusKey = statusKeyOf(state.userStatus, updatedKey);
  return { ...row, records: head.records + 1 - was, slot, updatedKey, statusKey };
}
