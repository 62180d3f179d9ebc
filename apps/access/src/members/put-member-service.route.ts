import {
  grantId,
  isHiddenFromApprovers,
  isOpenToPeople,
  memberService,
  roleWords,
} from '@gatehouse/contracts';
import { conflict, forbidden } from '@gatehouse/errors';
import { changeHeader, type Route, route } from '@gatehouse/http';
import { lookUpUntil } from '@gatehouse/runtime';
import { z } from 'zod';
import { heldOn } from '../grants/grant.ts';
import { makeGrant } from '../grants/make-grant.ts';
import type { PutGrantDependencies } from '../grants/put-grant.route.ts';
import { presentUser } from '../people/known-people.ts';
import { membershipIn } from '../people/membership.domain.ts';
import { knownService } from '../services/known-service.ts';
import { roleCode } from '../services/request-fields.ts';
import { managingIn } from './acting-person.ts';
import { knownMember } from './known-member.ts';

/** Where the log is away, or the projection lags further, the grant is decided by the membership that is known. */
const REACH_END_MS = 1_000;

export const HIDDEN = 'Only the operator grants this service';
const CLOSED = 'The organisation is closed: nothing is granted there, and no roles are changed';

/** `PUT …/members/{uid}/services/{sid}`: grants a service to a member (201), or changes its roles (200). */
export function putMemberServiceRoute(dependencies: PutGrantDependencies): Route {
  const { services, users, grants, usersReachEnd } = dependencies;
  return route({
    method: 'put',
    path: '/me/organisations/:organisationId/members/:userId/services/:serviceId',
    access: 'person',
    operationId: 'putMemberService',
    summary: 'Grant a service to a member of one’s organisation, or change the roles',
    described: { refusals: { conflict: `${CLOSED}.` } },
    uuidParams: ['organisationId', 'userId', 'serviceId'],
    faults: 'field',
    body: z
      .strictObject({ roles: z.array(roleCode).default([]).describe(roleWords.codes) })
      .meta({ id: 'MemberServiceBody', description: 'All roles that a member has in a service.' }),
    async resolve({ params: { organisationId, userId, serviceId }, caller }) {
      const managing = await managingIn(dependencies, caller, organisationId);
      // As for the operator: a grant decided from an earlier membership would be removed with it.
      const isBehind = !(await usersReachEnd(REACH_END_MS));
      await lookUpUntil(async () => membershipIn(await presentUser(users, userId), organisationId));
      const member = await knownMember(users, userId, organisationId);
      const service = await knownService(services, serviceId);
      if (isHiddenFromApprovers(service)) throw forbidden(HIDDEN);
      if (managing.as === 'supporter' && userId === caller.userId) {
        throw forbidden('A supporter changes nothing for themselves');
      }
      return { ...managing, ...member, service, isBehind };
    },
    responses: { 200: memberService, 201: memberService },
    async handle(
      { params: { organisationId, userId, serviceId }, body: { roles }, actor, correlationId },
      resolved,
    ) {
      const { organisation, membership, service, isBehind } = resolved;
      const id = grantId(serviceId, organisationId, userId);
      if (!isOpenToPeople(organisation)) {
        const document = await grants.get(id);
        const held = heldOn(document?.state, membership);
        if (held === undefined || !isSameSet(held.roles, roles)) throw conflict(CLOSED);
      }
      const origin = { actor, correlationId };
      const command = { serviceId, organisation, userId, details: { roles }, origin, isBehind };
      const { grant, made, version } = await makeGrant(dependencies, command);
      const answer = {
        body: { serviceId, name: service.name, roles: grant.roles },
        headers: changeHeader({ id, version }),
      };
      return made ? { status: 201, ...answer } : { status: 200, ...answer };
    },
  });
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return new Set(one).symmetricDifference(new Set(other)).size === 0;
}
