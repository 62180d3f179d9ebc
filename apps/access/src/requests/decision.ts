import {
  type AccessRequestState,
  APPROVER_ROLE,
  grantId,
  type ManagesAs,
  type RequestDecision,
} from '@gatehouse/contracts';
import { conflict, invalidRequest } from '@gatehouse/errors';
import { heldOn } from '../grants/grant.ts';
import type { Grants } from '../grants/grants.store.ts';
import { presentOrganisation, presentUser } from '../people/known-people.ts';
import { membershipIn } from '../people/membership.domain.ts';
import { serviceOf } from '../services/services.store.ts';
import type { ViewDependencies } from './view-request.ts';
import { canBeAskedFor, faultsOfApproval, takesRequests } from './wish.domain.ts';

export interface DecisionDependencies extends ViewDependencies {
  grants: Grants;
}

/** A decision as its maker gives it. */
export type Verdict =
  | { decision: 'approve'; roleId?: 0 | 10000 | undefined; roles?: readonly string[] | undefined }
  | { decision: 'reject'; reason: string };

/** What of a verdict cannot be of this request: what it does not ask for, nobody decides. */
function faultsOfVerdict(state: AccessRequestState, verdict: Verdict): string[] {
  if (verdict.decision === 'reject') return [];
  return [
    ...(verdict.roleId !== undefined && !state.membership
      ? ['roleId: should be given where membership is asked for alone']
      : []),
    ...(verdict.roles !== undefined && state.serviceId === undefined
      ? ['roles: should be given where a service is asked for alone']
      : []),
  ];
}

/** A decision, made of the request as it stands on record. Its roles are those wished for, unless the verdict has others. */
export function decisionOf(
  state: AccessRequestState,
  verdict: Verdict,
  maker: { id: string; as: ManagesAs },
  at: string,
): RequestDecision {
  const made = { by: maker.id, as: maker.as, at };
  if (verdict.decision === 'reject') return { decision: 'reject', reason: verdict.reason, ...made };
  return {
    decision: 'approve',
    ...(state.membership && { roleId: verdict.roleId ?? 0 }),
    ...(state.serviceId !== undefined && { roles: [...new Set(verdict.roles ?? state.roles)] }),
    ...made,
  };
}

function notAllowed(why: string) {
  return conflict(`It cannot be approved any more: ${why}`);
}

/** Refuses faulty verdicts (400), and approvals of what is not allowed any more (409). */
export async function checkVerdict(
  { users, organisations, services, grants }: DecisionDependencies,
  state: AccessRequestState,
  verdict: Verdict,
): Promise<void> {
  const faults = faultsOfVerdict(state, verdict);
  if (faults.length > 0) throw invalidRequest(faults);
  if (verdict.decision === 'reject') return;
  const { organisationId, userId, serviceId } = state;
  const organisation = await presentOrganisation(organisations, organisationId);
  if (!takesRequests(organisation)) throw notAllowed('the organisation is closed');
  const user = await presentUser(users, userId);
  if (user === undefined) throw notAllowed('the person was removed');
  if (serviceId === undefined) return;
  const service = await serviceOf(services, serviceId);
  if (!canBeAskedFor(service)) throw notAllowed('the service is not there for anybody any more');
  const membership = membershipIn(user, organisationId);
  const grant = (await grants.get(grantId(serviceId, organisationId, userId)))?.state;
  const held = membership && heldOn(grant, membership);
  const isRaised = verdict.roleId === APPROVER_ROLE;
  const roleId = isRaised ? APPROVER_ROLE : (membership?.roleId ?? 0);
  const basis = { user, organisation, service, held };
  const roles = verdict.roles ?? state.roles;
  const others = roles.filter((code) => !state.roles.includes(code));
  const wished = roles.filter((code) => state.roles.includes(code));
  const stale = faultsOfApproval(wished, roleId, basis);
  if (stale.length > 0) throw notAllowed(stale.join('; '));
  if (others.length > 0) {
    const wrong = faultsOfApproval(roles, roleId, basis);
    if (wrong.length > 0) throw invalidRequest(wrong);
  }
}
