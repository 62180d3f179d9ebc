import { type Membership, organisationRoles, type PresentUser } from '@gatehouse/contracts';
import { orNull } from './or-null.ts';

/** A user as the records of every list show it. */
export function viewUser(user: PresentUser) {
  return {
    userId: user.id,
    userStatus: user.status,
    ...orNull(user, 'email', 'familyName', 'givenName'),
  };
}

/** The role that a membership gives in its organisation. */
export function viewMembershipRole({ roleId }: Membership) {
  return { roleId, roleName: organisationRoles[roleId] };
}
