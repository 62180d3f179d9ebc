import { grantId, parseEvent, type UserState } from '@gatehouse/contracts';
import { copyEntity } from '@gatehouse/entities';
import type { Outcome, ParsedRecord } from '@gatehouse/event-log';
import type { CountApprovers } from '../approver-counting.ts';
import type { KeepApprover } from '../approver-keeping.ts';
import type { SettleGrant } from '../grant-settling.ts';
import { type Approvers, approvals } from '../stores/approvers.ts';
import { type Grants, heldGrants } from '../stores/grants.ts';
import type { Users } from '../stores/users.ts';

interface Parts {
  users: Users;
  grants: Grants;
  approvers: Approvers;
  keepApprover: KeepApprover;
  countApprovers: CountApprovers;
  settle: SettleGrant;
  now: () => number;
}

/** The organisations in which a user approves, or did. */
async function approvesIn(approvers: Approvers, user: UserState): Promise<ReadonlySet<string>> {
  const memberships = user.state === 'present' ? user.memberships : [];
  const found = new Set(memberships.flatMap((each) => (each.roleId === 0 ? [] : each.organisationId)));
  for await (const some of approvals(approvers, user.id)) {
    for (const { organisationId } of some) found.add(organisationId);
  }
  return found;
}

/**
 * Keeps the copy of a user and the approvers that the user is, takes away the grants whose membership is gone, and tells
 * the others of the change. All that is looked at also where the copy was up to date: the process may have ended between.
 */
export function onUserChanged(parts: Parts) {
  const { users, grants, approvers, keepApprover, countApprovers, settle, now } = parts;
  return async ({ event: value }: ParsedRecord): Promise<Outcome> => {
    const event = parseEvent(value);
    if (event?.type !== 'gatehouse.directory.user.v1') return { status: 'ignored', reason: 'unknown type' };
    const { version, state } = event.data;
    const copied = await copyEntity(users, now, { entityVersion: version, state, keys: {} });
    const origin = { correlationId: event.correlationid, actor: event.actor, causationId: event.id };
    for await (const held of heldGrants(grants, { userId: state.id })) {
      await Promise.all(
        held.map(({ serviceId, organisationId, userId }) =>
          settle({ id: grantId(serviceId, organisationId, userId), serviceId, userId }, origin),
        ),
      );
    }
    for (const organisationId of await approvesIn(approvers, state)) {
      await keepApprover(organisationId, state.id);
      await countApprovers(organisationId, origin);
    }
    return copied ? { status: 'done' } : { status: 'ignored', reason: 'older or known' };
  };
}
