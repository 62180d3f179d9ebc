import { grantId, serviceInPath, userAccess } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { serviceInUrl } from '../services/acting-client.ts';
import { rolesOf, viewRole } from '../services/roles.domain.ts';
import type { Services } from '../services/services.store.ts';
import type { Grants } from './grants.store.ts';

/** GET /services/{sid}/organisations/{oid}/users/{uid}: a user's access to a service for an organisation, 404 without. */
export function readUserAccessRoute({ services, grants }: { services: Services; grants: Grants }): Route {
  return route({
    method: 'get',
    path: '/services/:serviceId/organisations/:organisationId/users/:userId',
    access: 'client',
    operationId: 'getUserAccess',
    summary: 'Show what a user may do in a service for an organisation',
    described: {
      text: 'The roles and identifiers that the user has there; 404 for a user without access. A deactivated user keeps access and is 200 here as any other: `userStatus` in `GET /users/{userId}/organisationservices` shows it.',
      params: { serviceId: serviceInPath },
    },
    uuidParams: ['organisationId', 'userId'],
    async resolve({ caller, params }) {
      const service = await serviceInUrl(services, caller, params.serviceId);
      const grant = await grants.get(grantId(service.id, params.organisationId, params.userId));
      if (grant?.state.state !== 'granted') throw notFound('The user has no access there');
      return { service, grant: grant.state };
    },
    responses: { 200: userAccess },
    handle(_request, { service, grant }) {
      const { userId, serviceId, organisationId, identifiers } = grant;
      const roles = rolesOf(service, grant.roles).map((role) => {
        const { status, ...view } = viewRole(role);
        return { ...view, status: { id: status } };
      });
      return { status: 200, body: { userId, serviceId, organisationId, roles, identifiers } };
    },
  });
}
