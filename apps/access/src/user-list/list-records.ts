import type { ListedUser, OrganisationState, ServiceState, UserState } from '@gatehouse/contracts';
import { membershipIn } from '../people/membership.domain.ts';
import { type Organisations, organisationsOf } from '../people/organisations.store.ts';
import type { Users } from '../people/users.store.ts';
import type { ListRow } from './list-rows.store.ts';
import { viewListedUser } from './listed-user.ts';

interface Parts {
  users: Users;
  organisations: Organisations;
}

/** A row with its record. No record: the row's is removed, or its user or membership is and the row will be in a moment. */
export interface RowWithRecord {
  row: ListRow;
  record: ListedUser | undefined;
  /** Whether the copies hold the user and the organisation at all. */
  isKnown: boolean;
}

/** Fetches the users and organisations of some rows (500 at most), each in one reading. */
export async function recordsOf(
  { users, organisations }: Parts,
  service: ServiceState,
  rows: readonly ListRow[],
): Promise<RowWithRecord[]> {
  const held = rows.filter(({ state }) => state.state === 'granted');
  const [foundUsers, foundOrganisations] = await Promise.all([
    users.getMany([...new Set(held.map(({ state }) => state.userId))]),
    organisationsOf(organisations, [...new Set(held.map(({ state }) => state.organisationId))]),
  ]);
  const userById = new Map<string, UserState>(foundUsers.map(({ state }) => [state.id, state]));
  const organisationById = new Map<string, OrganisationState>(
    foundOrganisations.map((each) => [each.id, each]),
  );
  return rows.map((row) => {
    const { state: grant } = row;
    if (grant.state === 'removed') return { row, record: undefined, isKnown: true };
    const user = userById.get(grant.userId);
    const organisation = organisationById.get(grant.organisationId);
    if (user === undefined || organisation === undefined) return { row, record: undefined, isKnown: false };
    const membership = membershipIn(user, grant.organisationId);
    if (user.state !== 'present' || membership === undefined)
      return { row, record: undefined, isKnown: true };
    const record = viewListedUser({ service, grant, user, membership, organisation });
    return { row, record, isKnown: true };
  });
}
