import { type Membership, organisationRoles, type PresentUser } from '@gatehouse/contracts';

/** A user as the records of every list show it. */
export function viewUser(user: PresentUser) {
  return {
    userId: user.id,
    userStatus: user.status,
    email: user.email ?? null,
    familyName: user.familyName ?? null,
    givenName: user.givenName ?? null,
  };
}

/** The role that a membership gives in its organisation. */
export function viewMembershipRole({ roleId }: Membership) {
  return { roleId, roleName: organisationRoles[roleId] };
}
