import { isOpenToPeople, ownServices } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { actingPerson } from '../members/acting-person.ts';
import { availableIn, grantableServices } from '../members/available-services.ts';
import { changeHeaders, changeShown } from '../members/change-shown.ts';
import { grantedServices } from '../members/member-services.ts';
import type { MemberDependencies } from '../members/read-member.route.ts';
import { ownOrganisations } from './own-organisations.ts';

/** `GET /me/services`: what one has, by organisation, and what one could ask for there. */
export function readOwnServicesRoute(dependencies: MemberDependencies): Route {
  const { organisations, services } = dependencies;
  return route({
    method: 'get',
    path: '/me/services',
    access: 'person',
    operationId: 'listOwnServices',
    summary: 'List the services that one has, and those that one could ask for',
    described: { headers: changeHeaders },
    async resolve({ caller, headers }) {
      await changeShown(dependencies, headers.change);
      return actingPerson(dependencies, caller);
    },
    responses: { 200: ownServices },
    async handle(_request, person) {
      const [own, granted, grantable] = await Promise.all([
        ownOrganisations(organisations, person),
        grantedServices(dependencies, [person.id]),
        grantableServices(services),
      ]);
      const body = own.map(({ organisation }) => {
        const { id, name } = organisation;
        const held = granted.filter(
          ({ grant, service }) => grant.organisationId === id && service.builtIn !== true,
        );
        const has = new Set(held.map(({ service }) => service.id));
        const available = isOpenToPeople(organisation) ? availableIn(grantable, organisation) : [];
        return {
          ...{ id, name },
          services: held.map(({ grant: { roles }, service }) => ({
            ...{ serviceId: service.id, name: service.name, roles },
            startUrl: service.signIn?.startUrl ?? null,
          })),
          available: available.filter(({ serviceId }) => !has.has(serviceId)),
        };
      });
      return { status: 200, body: { organisations: body } };
    },
  });
}
