import { type Route, route } from '@gatehouse/http';
import type { WriteDependencies } from '../resources/write.ts';
import { type ActingDependencies, managingIn } from './acting-person.ts';
import { endMembership } from './end-membership.ts';
import { knownMember } from './known-member.ts';
import { type LastApproverDependencies, NO_APPROVER, refuseLastApprover } from './last-approver.ts';

/** `DELETE /me/organisations/{id}/members/{uid}`: ends somebody's membership and the grants there; the account stays. */
export function removeMemberRoute(
  dependencies: ActingDependencies & LastApproverDependencies & WriteDependencies,
): Route {
  const { users } = dependencies;
  return route({
    method: 'delete',
    path: '/me/organisations/:organisationId/members/:userId',
    access: 'person',
    operationId: 'removeMember',
    summary: 'Remove a member from one’s organisation',
    described: { refusals: { conflict: `${NO_APPROVER}.` } },
    uuidParams: ['organisationId', 'userId'],
    async resolve({ params: { organisationId, userId }, caller }) {
      const managing = await managingIn(dependencies, caller, organisationId);
      return { ...managing, member: await knownMember(users, userId, organisationId) };
    },
    responses: { 204: 'Membership and grants there are ended.' },
    async handle({ params: { organisationId, userId }, actor, correlationId }, { as, member }) {
      if (as === 'approver') await refuseLastApprover(dependencies, member, organisationId);
      const headers = await endMembership(dependencies, { userId, organisationId }, { actor, correlationId });
      return { status: 204, headers };
    },
  });
}
