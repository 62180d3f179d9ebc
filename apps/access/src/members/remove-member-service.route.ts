import { grantId, isHiddenFromApprovers } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { forbidden } from '@gatehouse/errors';
import { changeHeader, type Route, route } from '@gatehouse/http';
import { removeGrant } from '../grants/grant.ts';
import { grantKind } from '../grants/grants.store.ts';
import { knownGrant, noSuchGrant } from '../grants/known-grant.ts';
import { readServices } from '../notices/read-services.ts';
import { knownService } from '../services/known-service.ts';
import { managingIn } from './acting-person.ts';
import { knownMember } from './known-member.ts';
import { HIDDEN } from './put-member-service.route.ts';
import type { MemberDependencies } from './read-member.route.ts';

/** `DELETE …/members/{uid}/services/{sid}`: takes a service from a member. */
export function removeMemberServiceRoute(dependencies: MemberDependencies & { now: () => number }): Route {
  const { users, services, grants, now } = dependencies;
  return route({
    method: 'delete',
    path: '/me/organisations/:organisationId/members/:userId/services/:serviceId',
    access: 'person',
    operationId: 'removeMemberService',
    summary: 'Take a service from a member of one’s organisation',
    uuidParams: ['organisationId', 'userId', 'serviceId'],
    async resolve({ params, caller }) {
      const { organisationId, userId, serviceId } = params;
      await managingIn(dependencies, caller, organisationId);
      await knownMember(users, userId, organisationId);
      if (isHiddenFromApprovers(await knownService(services, serviceId))) throw forbidden(HIDDEN);
      await knownGrant(grants, params);
    },
    responses: { 204: 'The member has it no more.' },
    async handle({ params: { organisationId, userId, serviceId }, actor, correlationId }) {
      const id = grantId(serviceId, organisationId, userId);
      const kind = grantKind(grants, now, await readServices(services, [serviceId]));
      const changed = await changeEntity(kind, id, { actor, correlationId }, (current) => ({
        state: removeGrant(current, now()),
        result: undefined,
      }));
      if (changed.status !== 'changed') throw noSuchGrant();
      return { status: 204, headers: changeHeader({ id, version: changed.document.version }) };
    },
  });
}
