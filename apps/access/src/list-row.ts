import type { GrantState, HeldGrant } from '@gatehouse/contracts';
import type { Draft } from '@gatehouse/store';
import type { ListRow } from './stores/list-rows.ts';

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
  /** Absent where nobody counts. */
  records?: number;
}

/**
 * The row of a grant that has changed, at the list's next position. `place` is where a new record goes; one that is there
 * already keeps its own.
 */
export function nextRow(
  current: ListRow | undefined,
  { state, version }: { state: GrantState; version: number },
  head: Head,
  place: number | undefined,
): Draft<ListRow> {
  const position = head.position + 1;
  const was = current?.place === undefined ? 0 : 1;
  const is = state.state === 'granted' ? 1 : 0;
  const row = {
    _id: state.id,
    entityVersion: version,
    state,
    position,
    ...(head.records !== undefined && { records: head.records + is - was }),
  };
  if (state.state === 'removed') {
    const freedPlace = current?.place ?? current?.freedPlace;
    return { ...row, ...(freedPlace !== undefined && { freedPlace }) };
  }
  const kept = current?.place ?? place;
  const updatedKey = updatedKeyOf(recordUpdatedAt(state), position);
  return {
    ...row,
    ...(kept !== undefined && { place: kept }),
    updatedKey,
    ...(state.userStatus !== undefined && { statusKey: statusKeyOf(state.userStatus, updatedKey) }),
  };
}
