import { memberServicesPage, organisationMember } from '@gatehouse/contracts';
import { pageOfList, pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import type { Grants } from '../grants/grants.store.ts';
import type { DirectoryProjections } from '../people/directory-projections.ts';
import type { Services } from '../services/services.store.ts';
import { managingIn } from './acting-person.ts';
import { changeHeaders, changeShown } from './change-shown.ts';
import { knownMember, viewMember } from './known-member.ts';
import { memberServices } from './member-services.ts';

export interface MemberDependencies extends DirectoryProjections {
  services: Services;
  grants: Grants;
}

/** `GET /me/organisations/{id}/members/{uid}`: a member, as those who manage the organisation's people see them. */
export function readMemberRoute(dependencies: MemberDependencies): Route {
  const { users } = dependencies;
  return route({
    method: 'get',
    path: '/me/organisations/:organisationId/members/:userId',
    access: 'person',
    operationId: 'getMember',
    summary: 'Show a member of one’s organisation',
    described: { headers: changeHeaders },
    uuidParams: ['organisationId', 'userId'],
    async resolve({ params: { organisationId, userId }, caller, headers }) {
      await changeShown(dependencies, headers.change);
      await managingIn(dependencies, caller, organisationId);
      return knownMember(users, userId, organisationId);
    },
    responses: { 200: organisationMember },
    async handle({ params: { organisationId, userId } }, member) {
      const services = await memberServices(dependencies, organisationId, [userId]);
      return { status: 200, body: { ...viewMember(member), services: services.get(userId) ?? [] } };
    },
  });
}

/** `GET …/members/{uid}/services`: what the member has there. */
export function listMemberServicesRoute(dependencies: MemberDependencies): Route {
  const { users } = dependencies;
  return route({
    method: 'get',
    path: '/me/organisations/:organisationId/members/:userId/services',
    access: 'person',
    operationId: 'listMemberServices',
    summary: 'List the services of a member of one’s organisation',
    described: { headers: changeHeaders },
    uuidParams: ['organisationId', 'userId'],
    faults: 'field',
    query: z.object(pageQuery),
    async resolve({ params: { organisationId, userId }, caller, headers }) {
      await changeShown(dependencies, headers.change);
      await managingIn(dependencies, caller, organisationId);
      await knownMember(users, userId, organisationId);
    },
    responses: { 200: memberServicesPage },
    async handle({ params: { organisationId, userId }, query }) {
      const services = await memberServices(dependencies, organisationId, [userId]);
      const { records, members } = await pageOfList(query, services.get(userId) ?? []);
      return { status: 200, body: { services: records, ...members } };
    },
  });
}
