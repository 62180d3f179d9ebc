import { serviceInPath, serviceRoles } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { serviceInUrl } from './acting-client.ts';
import type { Services } from './services.store.ts';

/** GET /services/{client-id}/roles: the roles of the client's service or a child. */
export function readServiceRolesRoute({ services }: { services: Services }): Route {
  return route({
    method: 'get',
    path: '/services/:serviceId/roles',
    access: 'client',
    operationId: 'listServiceRoles',
    summary: 'List the roles of a service',
    described: { params: { serviceId: serviceInPath } },
    resolve: ({ caller, params }) => serviceInUrl(services, caller, params.serviceId),
    responses: { 200: serviceRoles },
    handle: (_request, service) => ({
      status: 200,
      body: service.roles.map(({ name, code, status }) => ({ name, code, status })),
    }),
  });
}
