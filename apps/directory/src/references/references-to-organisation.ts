import {
  COUNTED_AT_MOST,
  countInvitations,
  type InvitationReferences,
  type ReferenceCounts,
} from '@gatehouse/references';
import type { Organisations } from '../organisations/organisations.store.ts';
import { membershipOf } from '../users/user.ts';
import type { Users } from '../users/users.store.ts';
import type { OrganisationReferences } from './organisation-references.store.ts';

export interface ReferenceDependencies {
  users: Users;
  organisations: Organisations;
  organisationReferences: OrganisationReferences;
  invitationReferences: InvitationReferences;
}

/** Counts the references to an organisation. Hints say where to look; users and organisations show whether it is so. */
export async function referencesToOrganisation(
  { users, organisations, organisationReferences, invitationReferences }: ReferenceDependencies,
  organisationId: string,
): Promise<ReferenceCounts> {
  let memberships = 0;
  for await (const ids of organisationReferences.possibleMembers(organisationId)) {
    const found = await users.presentAmong(ids);
    memberships += found.filter((user) => membershipOf(user, organisationId) !== undefined).length;
    if (memberships >= COUNTED_AT_MOST) break;
  }
  let links = 0;
  if (await organisationReferences.mayHaveLinks(organisationId)) {
    for await (const some of organisations.all()) {
      links += some.filter(({ associations }) =>
        associations.some((association) => association.organisationId === organisationId),
      ).length;
      if (links >= COUNTED_AT_MOST) break;
    }
  }
  return {
    memberships: Math.min(COUNTED_AT_MOST, memberships),
    links: Math.min(COUNTED_AT_MOST, links),
    invitations: await countInvitations(invitationReferences, { organisationId }),
  };
}
