import type { Membership, UserState } from '@gatehouse/contracts';

/** The membership of a user in an organisation; a removed user has none. */
export function membershipIn(user: UserState | undefined, organisationId: string): Membership | undefined {
  if (user?.state !== 'present') return undefined;
  return user.memberships.find((membership) => membership.organisationId === organisationId);
}
