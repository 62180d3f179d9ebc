import {
  type HeldGrant,
  type ListedOrganisation,
  type ListedUser,
  type OrganisationState,
  type ServiceState,
  viewProviderMembers,
} from '@gatehouse/contracts';
import type { DirectoryProjections } from '../people/directory-projections.ts';
import { type FoundMembership, readMemberships } from '../people/memberships.ts';
import { viewMembershipRole, viewUser } from '../people/user-view.ts';
import { rolesOf, viewRole } from '../services/roles.domain.ts';
import type { ListRow } from './list-rows.store.ts';
import { recordUpdatedAt } from './user-list.ts';

/** An organisation as the list of a service's users shows it. */
export function viewListedOrganisation(organisation: OrganisationState): ListedOrganisation {
  return {
    id: organisation.id,
    name: organisation.name,
    Category: organisation.category,
    Type: organisation.type ?? null,
    URN: organisation.urn ?? null,
    UID: organisation.uid ?? null,
    UKPRN: organisation.ukprn ?? null,
    EstablishmentNumber: organisation.establishmentNumber ?? null,
    Status: organisation.status,
    ClosedOn: organisation.closedOn ?? null,
    Address: organisation.address ?? null,
    phaseOfEducation: organisation.phaseOfEducation ?? null,
    statutoryLowAge: organisation.statutoryLowAge ?? null,
    statutoryHighAge: organisation.statutoryHighAge ?? null,
    telephone: organisation.telephone ?? null,
    regionCode: organisation.regionCode ?? null,
    legacyId: organisation.legacyId ?? null,
    companyRegistrationNumber: organisation.companyRegistrationNumber ?? null,
    ...viewProviderMembers(organisation),
    createdAt: organisation.createdAt,
    updatedAt: organisation.updatedAt,
  };
}

/** A grant as the list of a service's users shows it. */
export function viewListedUser(
  service: ServiceState,
  grant: HeldGrant,
  { user, membership, organisation }: FoundMembership,
): ListedUser {
  return {
    approvedAt: grant.approvedAt,
    updatedAt: recordUpdatedAt(grant),
    organisation: viewListedOrganisation(organisation),
    roles: rolesOf(service, grant.roles).map(viewRole),
    ...viewMembershipRole(membership),
    ...viewUser(user),
  };
}

/** A row with its record. A removed row has none, nor has one whose user or membership was removed: its own removal follows. */
export interface RowWithRecord {
  row: ListRow;
  record: ListedUser | undefined;
  /** Whether the projections hold the user and the organisation at all. */
  isKnown: boolean;
}

/** Reads the users and organisations of some rows once each. */
export async function recordsOf(
  people: DirectoryProjections,
  service: ServiceState,
  rows: readonly ListRow[],
): Promise<RowWithRecord[]> {
  const held = rows.flatMap(({ state }) => (state.state === 'granted' ? state : []));
  const lookUp = await readMemberships(people, held);
  return rows.map((row) => {
    const { state: grant } = row;
    if (grant.state === 'removed') return { row, record: undefined, isKnown: true };
    const found = lookUp(grant);
    if (typeof found === 'string') return { row, record: undefined, isKnown: found === 'gone' };
    return { row, record: viewListedUser(service, grant, found), isKnown: true };
  });
}
