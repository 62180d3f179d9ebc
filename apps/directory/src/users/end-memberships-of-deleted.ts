import type { Origin } from '@gatehouse/contracts';
import type { Organisations } from '../organisations/organisations.store.ts';
import { removeMembership } from './user.ts';
import type { Users } from './users.store.ts';

/**
 * Ends a user's memberships of organisations that were deleted meanwhile, and returns those organisations. A membership is
 * checked like this after its write, and a deletion checks for memberships after its own: one of the two sees the other.
 */
export async function endMembershipsOfDeleted(
  { users, organisations }: { users: Users; organisations: Organisations },
  userId: string,
  organisationIds: readonly string[],
  origin: Origin,
): Promise<ReadonlySet<string>> {
  const deleted = await organisations.deletedAmong(organisationIds);
  for (const organisationId of deleted) {
    await users.change(userId, origin, (current) => ({
      state: current?.state === 'present' ? removeMembership(current, organisationId) : undefined,
      result: undefined,
    }));
  }
  return deleted;
}
