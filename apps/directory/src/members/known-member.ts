import type { PresentUser } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import { membershipOf } from '../users/user.ts';
import type { Users } from '../users/users.store.ts';

export const noSuchMember = () => notFound('There is no such member');

/** The member that a path names. 404, the same for a user who is none as for nobody's id. */
export async function knownMember(
  users: Users,
  userId: string,
  organisationId: string,
): Promise<PresentUser> {
  const user = await users.present(userId);
  if (user === undefined || membershipOf(user, organisationId) === undefined) throw noSuchMember();
  return user;
}
