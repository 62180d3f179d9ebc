import {
  type HeldGrant,
  organisationRoles,
  type ServiceState,
  userOrganisationServices,
} from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { viewProviderOrganisation } from '../people/organisation-view.ts';
import type { Organisations } from '../people/organisations.store.ts';
import { shownOrganisations } from '../people/shown-organisations.ts';
import { roleOf } from '../services/roles.domain.ts';
import { type Services, servicesOf } from '../services/services.store.ts';
import { type Grants, heldGrants } from './grants.store.ts';
import { type Sight, seesAllUsers, type Visibility } from './visibility.ts';

interface Parts {
  visibility: Visibility;
  services: Services;
  grants: Grants;
  organisations: Organisations;
}

/** The grants that a client may see of a user: to its own service and children, or to all where it sees everyone. */
async function shownGrants({ grants }: Parts, { user, client, own }: Sight): Promise<HeldGrant[]> {
  const serviceIds = seesAllUsers(client) ? undefined : own.map(({ id }) => id);
  const shown: HeldGrant[] = [];
  for await (const some of heldGrants(grants, { userId: user.id, ...(serviceIds && { serviceIds }) })) {
    shown.push(...some);
  }
  return shown;
}

function viewService(service: ServiceState, grant: HeldGrant) {
  const roles = grant.roles.flatMap((code) => roleOf(service, code) ?? []);
  return {
    name: service.name,
    description: service.description ?? null,
    roles: roles.map(({ name, code }) => ({ name, code })),
  };
}

/** GET /users/{id}/organisationservices: the organisations in which a user has a grant to the client's service, and what else there. */
export function readUserOrganisationServices(parts: Parts): Route {
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
    resolve: ({ caller, params }) => parts.visibility.userFor(caller, params.userId),
    responses: { 200: userOrganisationServices },
    async handle(_request, sight) {
      const { user, client } = sight;
      const [grants, organisations] = await Promise.all([
        shownGrants(parts, sight),
        shownOrganisations(parts.organisations, user),
      ]);
      const services = await servicesOf(parts.services, [
        ...new Set(grants.map(({ serviceId }) => serviceId)),
      ]);
      const grantsIn = Map.groupBy(grants, ({ organisationId }) => organisationId);
      const listed = organisations.flatMap(({ organisation, membership }) => {
        const here = grantsIn.get(organisation.id) ?? [];
        if (!here.some(({ serviceId }) => serviceId === client.id)) return [];
        return {
          ...viewProviderOrganisation(organisation),
          services: here.flatMap((grant) => {
            const service = services.get(grant.serviceId);
            return service === undefined ? [] : [viewService(service, grant)];
          }),
          orgRoleId: membership.roleId,
          orgRoleName: organisationRoles[membership.roleId],
        };
      });
      const body = {
        userId: user.id,
        userStatus: user.status,
        email: user.email ?? null,
        familyName: user.familyName ?? null,
        givenName: user.givenName ?? null,
        organisations: listed,
      };
      return { status: 200, body };
    },
  });
}
