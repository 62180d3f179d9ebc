import type { Origin } from '@gatehouse/contracts';
import type { Organisations } from '../organisations/organisations.store.ts';
import { removeMembership } from './user.ts';
import type { Users } from './users.store.ts';

/**
 * Ends a user's memberships of organisations that were deleted while they were made; gives those organisations. Whoever
 * makes a membership does this after the write; whoever deletes an organisation looks for memberships after that write. One
 * of the two sees the other's.
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
