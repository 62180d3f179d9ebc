import type { Origin } from '@gatehouse/contracts';
import type { WriteDependencies } from '../resources/write.ts';
import { removeMembership } from '../users/user.ts';
import type { Users } from '../users/users.store.ts';
import { changeOf } from './change-of.ts';
import { noSuchMember } from './known-member.ts';

/** Ends a membership: access then removes the grants there. 404 where it ended meanwhile. Answers the headers. */
export async function endMembership(
  { users, published }: { users: Users } & Pick<WriteDependencies, 'published'>,
  { userId, organisationId }: { userId: string; organisationId: string },
  origin: Origin,
): Promise<Record<string, string>> {
  const changed = await users.change(userId, origin, (current) => ({
    state: current?.state === 'present' ? removeMembership(current, organisationId) : undefined,
    result: undefined,
  }));
  if (changed.status !== 'changed') throw noSuchMember();
  await published();
  return changeOf(changed);
}
