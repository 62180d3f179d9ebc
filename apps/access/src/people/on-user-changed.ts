import { batchConsumerOf } from '@gatehouse/consumers';
import { type Origin, originOf, type UserState } from '@gatehouse/contracts';
import { type Projected, projectEntities } from '@gatehouse/entities';
import { type Generation, performsEffects } from '@gatehouse/read-models';
import { type Approvers, approvals } from '../approvers/approvers.store.ts';
import type { CountApprovers } from '../approvers/count-approvers.ts';
import type { People, PeopleCollections } from '../approvers/people.ts';
import { createApproverKeeping } from '../approvers/reconcile-approver.ts';
import type { SettleUsers } from '../grants/reconcile-grants.ts';

interface Parts {
  people: People;
  countApprovers: CountApprovers;
  settleUsers: SettleUsers;
  now: () => number;
}

const USERS_TOGETHER = 20;
const COUNTED_TOGETHER = 50;

/** Works on some things at a time, the next ones once all of those have ended. */
async function inGroups<T>(
  things: readonly T[],
  size: number,
  work: (thing: T) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < things.length; from += size) {
    await Promise.all(things.slice(from, from + size).map(work));
  }
}

/** The organisations in which a user approves, or did: nobody did of whom there was no copy. */
async function approvesIn(
  approvers: Approvers,
  user: UserState,
  copied: Projected | undefined,
): Promise<ReadonlySet<string>> {
  const memberships = user.state === 'present' ? user.memberships : [];
  const found = new Set(memberships.flatMap((each) => (each.roleId === 0 ? [] : each.organisationId)));
  if (copied === 'made') return found;
  for await (const some of approvals(approvers, user.id)) {
    for (const { organisationId } of some) found.add(organisationId);
  }
  return found;
}

/**
 * Keeps the copies of users and the approvers that they are, takes away the grants whose membership is gone, and tells
 * the others of the change. All that is looked at also where a copy was up to date: the process may have ended between.
 * A generation that is being filled only copies; what it must do once it is read it asks after each copy. One batch after
 * the other: so what many changes bring about never stands before what one does.
 */
export function onUsersChanged(parts: Parts, { run, collections }: Generation<PeopleCollections>) {
  const { people, countApprovers, settleUsers, now } = parts;
  const { users, approvers } = collections;
  const keepApprover = createApproverKeeping({ ...collections, now });
  return batchConsumerOf(['gatehouse.directory.user.v1'], async (changed) => {
    const copied = await projectEntities(
      users,
      now,
      changed.map(({ data }) => ({ entityVersion: data.version, state: data.state, keys: {} })),
    );
    const origins = new Map(changed.map((event) => [event.data.state.id, originOf(event)]));
    const counted = new Map<string, Origin>();
    await inGroups([...changed.entries()], USERS_TOGETHER, async ([n, event]) => {
      const { state } = event.data;
      const ids = [...(await approvesIn(approvers, state, copied[n]))];
      await Promise.all(ids.map((organisationId) => keepApprover(organisationId, state.id)));
      for (const organisationId of ids) counted.set(organisationId, originOf(event));
    });
    const control = await people.look();
    if (performsEffects(control, run)) {
      await settleUsers(origins, (await people.ofRun(control.reads.run)).users);
      await inGroups([...counted], COUNTED_TOGETHER, ([organisationId, origin]) =>
        countApprovers(organisationId, origin),
      );
    }
    return copied.map((outcome) => (outcome === 'known' ? { ignored: 'older or known' } : undefined));
  });
}
