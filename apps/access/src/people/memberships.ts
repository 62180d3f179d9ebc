import type { Membership, OrganisationState, PresentUser } from '@gatehouse/contracts';
import { getAll } from '@gatehouse/store';
import { membershipIn } from './membership.domain.ts';
import { type Organisations, organisationsOf } from './organisations.store.ts';
import type { Users } from './users.store.ts';

/** A user in an organisation. */
export interface MembershipKey {
  userId: string;
  organisationId: string;
}

/** A membership with both its ends, as the projections have them. */
export interface FoundMembership {
  user: PresentUser;
  organisation: OrganisationState;
  membership: Membership;
}

/** `gone`: the user, or the membership, was removed. `unknown`: the projections do not hold the user or the organisation. */
export type LookUpMembership = (key: MembershipKey) => FoundMembership | 'gone' | 'unknown';

/** Reads the users and the organisations of some memberships once each. */
export async function readMemberships(
  { users, organisations }: { users: Users; organisations: Organisations },
  keys: readonly MembershipKey[],
): Promise<LookUpMembership> {
  const [userById, found] = await Promise.all([
    getAll(
      users,
      keys.map(({ userId }) => userId),
    ),
    organisationsOf(organisations, [...new Set(keys.map(({ organisationId }) => organisationId))]),
  ]);
  const organisationById = new Map(found.map((each) => [each.id, each]));
  return ({ userId, organisationId }) => {
    const user = userById.get(userId)?.state;
    const organisation = organisationById.get(organisationId);
    if (user === undefined || organisation === undefined) return 'unknown';
    const membership = membershipIn(user, organisationId);
    if (user.state !== 'present' || membership === undefined) return 'gone';
    return { user, organisation, membership };
  };
}
