import type { Membership, UserState } from '@gatehouse/contracts';
import { isKnownCommandRequest, type RequestKey } from '../users/answered-requests.domain.ts';
import { fitsAnother } from '../users/membership-limit.domain.ts';
import { answerCommandRequest, type Moment, membershipOf, putMembership } from '../users/user.ts';

/** The command request of an approved request for access: that the person be a member, with this role. */
export interface AdmitCommandRequest {
  commandRequest: RequestKey;
  userVersion: number;
  /** Absent where the organisation takes nobody any more. */
  organisationId?: string;
  roleId: Membership['roleId'];
}

/**
 * Answers the command request and makes the person a member. Who is one already is raised where the role is an approver's, and
 * never lowered. What cannot be done is only answered: access sees that it did not come about.
 */
export function admitByCommandRequest(
  current: UserState,
  { commandRequest, userVersion, organisationId, roleId }: AdmitCommandRequest,
  moment: Moment,
): UserState | undefined {
  const answered = answerCommandRequest(current, commandRequest);
  if (answered?.state !== 'present' || organisationId === undefined) return answered;
  if (isKnownCommandRequest(current, commandRequest)) return answered;
  if ((answered.incarnation ?? 0) > userVersion) return answered;
  const held = membershipOf(answered, organisationId);
  if (held !== undefined) {
    if (roleId <= held.roleId) return answered;
    return putMembership(answered, organisationId, { ...held, roleId }, moment).state;
  }
  const { state } = putMembership(answered, organisationId, { roleId }, moment);
  return fitsAnother(state.memberships) ? state : answered;
}
