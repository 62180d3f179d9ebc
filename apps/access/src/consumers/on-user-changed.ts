import { grantId, type Origin, parseEvent, type UserState } from '@gatehouse/contracts';
import { type Copied, copyEntity } from '@gatehouse/entities';
import type { Outcome, ParsedRecord } from '@gatehouse/event-log';
import { type Generation, performsEffects } from '@gatehouse/read-models';
import type { CountApprovers } from '../approver-counting.ts';
import { createApproverKeeping } from '../approver-keeping.ts';
import type { SettleGrant } from '../grant-settling.ts';
import { type Approvers, approvals } from '../stores/approvers.ts';
import { type Grants, heldGrants } from '../stores/grants.ts';
import type { People, PeopleCollections } from '../stores/people.ts';

interface Parts {
  people: People;
  grants: Grants;
  countApprovers: CountApprovers;
  settle: SettleGrant;
  now: () => number;
}

/** The organisations in which a user approves, or did: nobody did of whom there was no copy. */
async function approvesIn(
  approvers: Approvers,
  user: UserState,
  copied: Copied,
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
 * Keeps the copy of a user and the approvers that the user is, takes away the grants whose membership is gone, and tells
 * the others of the change. All that is looked at also where the copy was up to date: the process may have ended between.
 * A generation that is being filled only copies; what it must do once it is read it asks after each copy.
 */
export function onUserChanged(parts: Parts, { run, collections }: Generation<PeopleCollections>) {
  const { people, countApprovers, now } = parts;
  const { users, approvers } = collections;
  const keepApprover = createApproverKeeping({ ...collections, now });
  return async ({ event: value }: ParsedRecord): Promise<Outcome> => {
    const event = parseEvent(value);
    if (event?.type !== 'gatehouse.directory.user.v1') return { status: 'ignored', reason: 'unknown type' };
    const { version, state } = event.data;
    const copied = await copyEntity(users, now, { entityVersion: version, state, keys: {} });
    const organisationIds = await approvesIn(approvers, state, copied);
    for (const organisationId of organisationIds) await keepApprover(organisationId, state.id);
    const control = await people.look();
    if (performsEffects(control, run)) {
      const origin = { correlationId: event.correlationid, actor: event.actor, causationId: event.id };
      await settleGrants(parts, await people.ofRun(control.reads.run), state.id, origin);
      for (const organisationId of organisationIds) await countApprovers(organisationId, origin);
    }
    return copied !== 'known' ? { status: 'done' } : { status: 'ignored', reason: 'older or known' };
  };
}

async function settleGrants(
  { grants, settle }: Parts,
  { users }: PeopleCollections,
  userId: string,
  origin: Origin,
): Promise<void> {
  for await (const held of heldGrants(grants, { userId })) {
    await Promise.all(
      held.map(({ serviceId, organisationId }) =>
        settle({ id: grantId(serviceId, organisationId, userId), serviceId, userId }, origin, users),
      ),
    );
  }
}
