import type { Membership, PresentUser } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import { membershipOf } from './user.ts';
import type { Users } from './users.store.ts';

/** The user that a path names by id. 404 where there is none, or it was removed. */
export async function knownUser(users: Users, id: string): Promise<PresentUser> {
  const user = await users.present(id);
  if (user === undefined) throw notFound('There is no such user');
  return user;
}

/** The membership that a path names by user and organisation. 404 where there is none. */
export async function knownMembership(users: Users, id: string, organisationId: string): Promise<Membership> {
  const membership = membershipOf(await knownUser(users, id), organisationId);
  if (membership === undefined) throw notFound('There is no such membership');
  return membership;
}
