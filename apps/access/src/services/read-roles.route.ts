import { managedRole, managedRolesPage } from '@gatehouse/contracts';
import { pageOfList, pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { knownRole, knownService } from './known-service.ts';
import type { Services } from './services.store.ts';

/** GET /manage/services/{id}/roles/{code}. */
export function getRoleRoute({ services }: { services: Services }): Route {
  return route({
    method: 'get',
    path: '/manage/services/:serviceId/roles/:roleCode',
    access: 'operator',
    operationId: 'operatorGetRole',
    summary: 'Show a role of a service',
    uuidParams: ['serviceId'],
    resolve: ({ params: { serviceId: id, roleCode: code } }) => knownRole(services, id, code),
    responses: { 200: managedRole },
    handle: (_request, role) => ({ status: 200, body: role }),
  });
}

/** GET /manage/services/{id}/roles: in the order of their making. */
export function listRolesRoute({ services }: { services: Services }): Route {
  return route({
    method: 'get',
    path: '/manage/services/:serviceId/roles',
    access: 'operator',
    operationId: 'operatorListRoles',
    summary: 'List the roles of a service',
    uuidParams: ['serviceId'],
    query: z.object(pageQuery),
    resolve: ({ params }) => knownService(services, params.serviceId),
    responses: { 200: managedRolesPage },
    async handle({ query }, { roles }) {
      const { records, members } = await pageOfList(query, roles);
      return { status: 200, body: { roles: records, ...members } };
    },
  });
}
