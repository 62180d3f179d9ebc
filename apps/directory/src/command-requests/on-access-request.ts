import { consumerOf, type HandlerResult } from '@gatehouse/consumers';
import { type AccessRequestState, isOpenToPeople, type Origin, originOf } from '@gatehouse/contracts';
import type { Clock } from '@gatehouse/runtime';
import type { Organisations } from '../organisations/organisations.store.ts';
import { endMembershipsOfDeleted } from '../users/end-memberships-of-deleted.ts';
import type { Users } from '../users/users.store.ts';
import { admitByCommandRequest } from './admit-user.domain.ts';

export interface AdmittingDependencies {
  users: Users;
  organisations: Organisations;
  clock: Clock;
}

/** Makes the person of an approved request a member, and answers its command request in the same write. */
export function accessRequestsConsumer(dependencies: AdmittingDependencies) {
  return consumerOf({
    'gatehouse.access.request.v1': (event) => admit(dependencies, event.data.state, originOf(event)),
  });
}

async function admit(
  { users, organisations, clock }: AdmittingDependencies,
  { status, commandRequest, userId, userVersion, organisationId, decision }: AccessRequestState,
  origin: Origin,
): Promise<HandlerResult> {
  if (status !== 'approved' || commandRequest === undefined)
    return { ignored: 'no command request for directory' };
  const organisation = await organisations.get(organisationId);
  const asked = {
    ...{ commandRequest, userVersion, roleId: decision?.roleId ?? 0 },
    // Nobody is added to a closed organisation: then it is only answered.
    ...(organisation !== undefined && isOpenToPeople(organisation) && { organisationId }),
  };
  const at = new Date(clock.now()).toISOString();
  const changed = await users.change(userId, origin, (current, version) => ({
    state: current && admitByCommandRequest(current, asked, { version, at }),
    result: undefined,
  }));
  await endMembershipsOfDeleted({ users, organisations }, userId, [organisationId], origin);
  return changed.status === 'changed' ? undefined : { ignored: 'answered before, or no such user' };
}
