import type { HeldGrant, Membership, PresentUser } from '@gatehouse/contracts';

/** What a grant keeps of its user and membership, so that whoever reads its events alone sees that they changed. */
export function standingOf(
  user: PresentUser,
  membership: Membership,
): Required<Pick<HeldGrant, 'userStatus' | 'userUpdatedAt' | 'membershipUpdatedAt'>> {
  return {
    userStatus: user.status,
    userUpdatedAt: user.updatedAt,
    membershipUpdatedAt: membership.updatedAt,
  };
}
