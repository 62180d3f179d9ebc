import type { Membership, PresentUser } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import { presentUser } from '../people/known-people.ts';
import { membershipIn } from '../people/membership.domain.ts';
import type { Users } from '../people/users.store.ts';

export interface Member {
  user: PresentUser;
  membership: Membership;
}

/** The member that a path names. 404, the same for a user who is none as for nobody's id. */
export async function knownMember(users: Users, userId: string, organisationId: string): Promise<Member> {
  const user = await presentUser(users, userId);
  const membership = membershipIn(user, organisationId);
  if (user === undefined || membership === undefined) throw notFound('There is no such member');
  return { user, membership };
}

/** What those who manage an organisation's people see of a member. */
export function viewMember({ user, membership }: Member) {
  return {
    userId: user.id,
    given_name: user.givenName ?? null,
    family_name: user.familyName ?? null,
    email: user.email ?? null,
    status: user.status,
    roleId: membership.roleId,
    since: membership.createdAt,
  };
}
