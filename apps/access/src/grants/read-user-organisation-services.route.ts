import {
  type HeldGrant,
  type ServiceState,
  userOrganisationServices,
  viewProviderOrganisation,
} from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import type { Organisations } from '../people/organisations.store.ts';
import { shownOrganisations } from '../people/shown-organisations.ts';
import { viewMembershipRole, viewUser } from '../people/user-view.ts';
import { rolesOf } from '../services/roles.domain.ts';
import { servicesOf } from '../services/services.store.ts';
import { grantsOf } from './grants.store.ts';
import { seesAllUsers, type VisibilityDependencies, visibleUser } from './visible-user.ts';

function viewService(service: ServiceState, grant: HeldGrant) {
  return {
    name: service.name,
    description: service.description ?? null,
    roles: rolesOf(service, grant.roles).map(({ name, code }) => ({ name, code })),
  };
}

/** GET /users/{id}/organisationservices: the organisations in which a user has a grant to the client's service, and what else there. */
export function readUserOrganisationServicesRoute(
  dependencies: VisibilityDependencies & { organisations: Organisations },
): Route {
  return route({
    method: 'get',
    path: '/users/:userId/organisationservices',
    access: 'own-service',
    operationId: 'listUserOrganisationServices',
    summary: 'List the organisations of a user, and the services in each',
    described: {
      text: 'The status of the user, and the organisations in which the user has access to the service of the client. A user who is shown and has none: an empty list. Deactivated users are shown: look at `userStatus`.',
    },
    uuidParams: ['userId'],
    resolve: ({ caller, params }) => visibleUser(dependencies, caller, params.userId),
    responses: { 200: userOrganisationServices },
    async handle(_request, { user, client, own }) {
      const shownServices = seesAllUsers(client) ? undefined : own.map(({ id }) => id);
      const [grants, organisations] = await Promise.all([
        grantsOf(dependencies.grants, user.id, shownServices),
        shownOrganisations(dependencies.organisations, user),
      ]);
      const services = await servicesOf(
        dependencies.services,
        grants.map(({ serviceId }) => serviceId),
      );
      const grantsIn = Map.groupBy(grants, ({ organisationId }) => organisationId);
      const listed = organisations.flatMap(({ organisation, membership }) => {
        const here = grantsIn.get(organisation.id) ?? [];
        if (!here.some(({ serviceId }) => serviceId === client.id)) return [];
        const { roleId: orgRoleId, roleName: orgRoleName } = viewMembershipRole(membership);
        const shown = here.flatMap((grant) => {
          const service = services.get(grant.serviceId);
          return service === undefined ? [] : [viewService(service, grant)];
        });
        return { ...viewProviderOrganisation(organisation), services: shown, orgRoleId, orgRoleName };
      });
      return { status: 200, body: { ...viewUser(user), organisations: listed } };
    },
  });
}
