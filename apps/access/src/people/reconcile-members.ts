import { getAll, inBatches, nextVersion, type Write } from '@gatehouse/store';
import { isSameMember, type MemberDocument, type Members, membersOf } from './members.store.ts';
import type { UserProjection, Users } from './users.store.ts';

/** Brings the members of one generation in line with some users, at most 1,000. */
export type ReconcileMembers = (userIds: readonly string[]) => Promise<void>;

const AT_A_TIME = 100;

/**
 * Members are written from projections, which are read again afterwards: whoever changes a projection reconciles its members
 * then. One of the two sees the other's write.
 */
export function createMemberReconciler(
  { members, users }: { members: Members; users: Users },
  now: () => number,
): ReconcileMembers {
  async function stored(userIds: readonly string[]): Promise<MemberDocument[]> {
    return (
      await Array.fromAsync(inBatches(members, { where: { userId: { in: userIds } }, size: 500 }))
    ).flat();
  }

  /** The users whose members somebody else has written meanwhile. */
  async function write(writes: readonly Write<MemberDocument>[]): Promise<string[]> {
    const lost: string[] = [];
    for (let from = 0; from < writes.length; from += AT_A_TIME) {
      const some = writes.slice(from, from + AT_A_TIME);
      const results = await members.writeMany(some);
      lost.push(
        ...some.flatMap(({ document }, n) => (results[n]?.status === 'written' ? [] : document.userId)),
      );
    }
    return lost;
  }

  async function purge(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += AT_A_TIME)
      await members.purge(ids.slice(from, from + AT_A_TIME));
  }

  async function reconcile(userIds: readonly string[], projections: ReadonlyMap<string, UserProjection>) {
    const before = new Map((await stored(userIds)).map((each) => [each._id, each]));
    const wanted = userIds.flatMap((id) => membersOf(projections.get(id)?.state));
    const writes = wanted.flatMap((next): Write<MemberDocument>[] => {
      const previous = before.get(next._id);
      before.delete(next._id);
      if (previous !== undefined && isSameMember(previous, next)) return [];
      return [
        { previous, document: { ...next, version: nextVersion(previous?.version, now()) }, events: [] },
      ];
    });
    const lost = await write(writes);
    await purge([...before.keys()]);
    return lost;
  }

  return async (userIds) => {
    const seen = new Map<string, number | undefined>();
    for (let ids = [...new Set(userIds)]; ids.length > 0; ) {
      const projections = await getAll(users, ids);
      ids = ids.filter((id) => !seen.has(id) || seen.get(id) !== projections.get(id)?.entityVersion);
      for (const id of ids) seen.set(id, projections.get(id)?.entityVersion);
      const lost = await reconcile(ids, projections);
      for (const id of lost) seen.delete(id);
    }
  };
}
