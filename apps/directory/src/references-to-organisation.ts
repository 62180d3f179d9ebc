import { countInvitations, type InvitationReferences, type ReferenceCounts } from '@gatehouse/references';
import type { OrganisationReferences } from './stores/organisation-references.ts';
import type { Organisations } from './stores/organisations.ts';
import type { Users } from './stores/users.ts';
import { membershipOf } from './user.ts';

export interface ReferringParts {
  users: Users;
  organisations: Organisations;
  organisationReferences: OrganisationReferences;
  invitationReferences: InvitationReferences;
}

/** What refers to an organisation: hints say where to look, the users and organisations themselves whether it is so. */
export async function referencesToOrganisation(
  { users, organisations, organisationReferences, invitationReferences }: ReferringParts,
  organisationId: string,
): Promise<ReferenceCounts> {
  const memberships = await organisationReferences.count(organisationId, 'member', async (ids) => {
    const found = await users.presentAmong(ids);
    return found.filter((user) => membershipOf(user, organisationId) !== undefined).length;
  });
  const links = await organisationReferences.count(organisationId, 'link', async (ids) => {
    const found = await organisations.getMany(ids);
    return found.filter(({ associations }) =>
      associations.some((association) => association.organisationId === organisationId),
    ).length;
  });
  const invitations = await countInvitations(invitationReferences, { organisationId });
  return { memberships, links, invitations };
}
