import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { WriteDependencies } from '../resources/write.ts';
import { membershipOf } from '../users/user.ts';
import { type ActingDependencies, actingIn } from './acting-person.ts';
import { endMembership } from './end-membership.ts';
import { type LastApproverDependencies, NO_APPROVER, refuseLastApprover } from './last-approver.ts';

/** `DELETE /me/organisations/{id}/membership`: a member leaves. The last approver does not, supporter or none. */
export function leaveOrganisationRoute(
  dependencies: ActingDependencies & LastApproverDependencies & WriteDependencies,
): Route {
  return route({
    method: 'delete',
    path: '/me/organisations/:organisationId/membership',
    access: 'person',
    operationId: 'leaveOrganisation',
    summary: 'Leave an organisation',
    described: { refusals: { conflict: `${NO_APPROVER}.` } },
    uuidParams: ['organisationId'],
    async resolve({ params: { organisationId }, caller }) {
      const { person } = await actingIn(dependencies, caller, organisationId);
      if (membershipOf(person, organisationId) === undefined) throw notFound('You are no member there');
      return person;
    },
    responses: { 204: 'The membership and the grants there are ended.' },
    async handle({ params: { organisationId }, caller: { userId }, actor, correlationId }, person) {
      await refuseLastApprover(dependencies, person, organisationId);
      const headers = await endMembership(dependencies, { userId, organisationId }, { actor, correlationId });
      return { status: 204, headers };
    },
  });
}
