import {
  type HeldGrant,
  type ListedOrganisation,
  type ListedUser,
  type Membership,
  type OrganisationState,
  organisationRoles,
  type PresentUser,
  type ServiceState,
} from '@gatehouse/contracts';
import { viewProviderMembers } from '../people/organisation-view.ts';
import { roleOf } from '../services/roles.domain.ts';
import { recordUpdatedAt } from './list-row.domain.ts';

/** An organisation as the lists of a service's users show it. */
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

/** What a record of a service's list is made from. */
export interface RecordFacts {
  service: ServiceState;
  grant: HeldGrant;
  user: PresentUser;
  membership: Membership;
  organisation: OrganisationState;
}

/** A grant as the lists of a service's users show it. */
export function viewListedUser({ service, grant, user, membership, organisation }: RecordFacts): ListedUser {
  const roles = grant.roles.flatMap((code) => roleOf(service, code) ?? []);
  return {
    approvedAt: grant.approvedAt,
    updatedAt: recordUpdatedAt(grant),
    organisation: viewListedOrganisation(organisation),
    roles: roles.map(({ id, name, code, numericId, status }) => ({
      id,
      name,
      code,
      numericId,
      status: status === 'Active' ? 1 : 0,
    })),
    roleName: organisationRoles[membership.roleId],
    roleId: membership.roleId,
    userId: user.id,
    userStatus: user.status,
    email: user.email ?? null,
    familyName: user.familyName ?? null,
    givenName: user.givenName ?? null,
  };
}
