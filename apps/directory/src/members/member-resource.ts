import { type Membership, memberMembers, memberWords, type PresentUser } from '@gatehouse/contracts';
import { z } from 'zod';

/** The body that gives a member another role. */
export const memberBody = z
  .strictObject({ roleId: z.literal([0, 10000]).describe(memberWords.roleId) })
  .meta({ id: 'MemberBody', description: 'The body that gives a member another role.' });

/** A member after a change, as the organisation knows them. */
export const changedMember = z
  .object(memberMembers)
  .meta({ id: 'ChangedMember', description: 'A member after a change, as the organisation knows them.' });

/** The resource that shows a member after a change. */
export function changedMemberOf(user: PresentUser, membership: Membership): z.input<typeof changedMember> {
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
