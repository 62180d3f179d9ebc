import { type AccessRequestState, grantId, type Origin, type UserState } from '@gatehouse/contracts';
import { changeState } from '@gatehouse/entities';
import { inBatches } from '@gatehouse/store';
import { type Approvers, approvalsOf } from '../approvers/approvers.store.ts';
import { heldOn } from '../grants/grant.ts';
import { membershipIn } from '../people/membership.domain.ts';
import { activeApprovers } from './active-approvers.ts';
import { type AdvanceDependencies, advanceRequest, isSamePerson } from './advance-request.ts';
import { areSameRoles, endUndecided, erase, escalate } from './request.ts';
import { openRequestsOf, requestKind } from './requests.store.ts';

export interface ReviewDependencies extends AdvanceDependencies {
  approvers: Approvers;
}

/** Whether the grant that is asked for came about otherwise. */
async function isGranted(
  { grants }: ReviewDependencies,
  { serviceId, organisationId, userId, roles, createdAt }: AccessRequestState,
  user: UserState,
): Promise<boolean> {
  if (serviceId === undefined) return true;
  const membership = membershipIn(user, organisationId);
  const current = (await grants.get(grantId(serviceId, organisationId, userId)))?.state;
  const held = membership && heldOn(current, membership);
  if (held === undefined) return false;
  if (areSameRoles(held.roles, roles)) return true;
  // More than was asked for, given since.
  return held.updatedAt > createdAt && roles.every((code) => held.roles.includes(code));
}

async function reviewWaiting(
  dependencies: ReviewDependencies,
  state: AccessRequestState,
  user: UserState,
): Promise<'withdrawn' | 'overtaken' | undefined> {
  const isMember = membershipIn(user, state.organisationId) !== undefined;
  if (!isMember) return state.membership ? undefined : 'withdrawn';
  return (await isGranted(dependencies, state, user)) ? 'overtaken' : undefined;
}

async function eraseAll(dependencies: ReviewDependencies, userId: string, origin: Origin): Promise<void> {
  const { requests, users, now } = dependencies;
  const user = (await users.get(userId))?.state;
  for await (const batch of inBatches(requests, { where: { 'state.userId': userId } })) {
    for (const { _id, state } of batch) {
      if (user !== undefined && isSamePerson(state, user)) continue;
      const at = new Date(now()).toISOString();
      await changeState(requestKind(requests, now), _id, origin, (current) => erase(current, at));
    }
  }
}

/** Brings the requests of a person in line with what the person is and has now. */
export async function reviewRequestsOf(
  dependencies: ReviewDependencies,
  userId: string,
  origin: Origin,
): Promise<void> {
  const { requests, users, now } = dependencies;
  const user = (await users.get(userId))?.state;
  if (user === undefined) return;
  if (user.state === 'removed' || user.incarnation !== undefined)
    await eraseAll(dependencies, userId, origin);
  for (const { _id, state } of await openRequestsOf(requests, userId)) {
    if (state.status === 'approved') {
      await advanceRequest(dependencies, _id, origin);
      continue;
    }
    const end = await reviewWaiting(dependencies, state, user);
    if (end === undefined) continue;
    const at = new Date(now()).toISOString();
    const chain = { ...origin, correlationId: state.correlationId };
    await changeState(requestKind(requests, now), _id, chain, (current) => endUndecided(current, end, at));
  }
}

/** Where nobody approves any more, what waits is for support to decide as well. */
export async function escalateWithoutApprover(
  dependencies: ReviewDependencies,
  organisationId: string,
  origin: Origin,
): Promise<void> {
  const { requests, now } = dependencies;
  const where = { 'state.organisationId': organisationId, 'state.status': 'waiting' };
  if ((await requests.findOne(where)) === undefined) return;
  if ((await activeApprovers(dependencies, organisationId)).length > 0) return;
  for await (const batch of inBatches(requests, { where })) {
    for (const { _id, state } of batch) {
      const at = new Date(now()).toISOString();
      const chain = { ...origin, correlationId: state.correlationId };
      await changeState(requestKind(requests, now), _id, chain, (current) =>
        escalate(current, 'no-approver', at),
      );
    }
  }
}

/** After a change of somebody who approves, or did: looks after what waits in those organisations. */
export async function reviewApprovedBy(
  dependencies: ReviewDependencies,
  userId: string,
  origin: Origin,
): Promise<void> {
  for await (const batch of approvalsOf(dependencies.approvers, [userId])) {
    for (const { organisationId } of batch)
      await escalateWithoutApprover(dependencies, organisationId, origin);
  }
}
