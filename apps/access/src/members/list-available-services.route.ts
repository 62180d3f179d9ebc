import { offeredServicesPage } from '@gatehouse/contracts';
import { pageOfList, pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import type { DirectoryProjections } from '../people/directory-projections.ts';
import type { Services } from '../services/services.store.ts';
import { managingIn } from './acting-person.ts';
import { availableIn, grantableServices } from './available-services.ts';

/** `GET /me/organisations/{id}/services`: what members of the organisation can be granted. */
export function listAvailableServicesRoute(
  dependencies: DirectoryProjections & { services: Services },
): Route {
  return route({
    method: 'get',
    path: '/me/organisations/:organisationId/services',
    access: 'person',
    operationId: 'listAvailableServices',
    summary: 'List the services that members of one’s organisation can have',
    uuidParams: ['organisationId'],
    faults: 'field',
    query: z.object(pageQuery),
    resolve: ({ params, caller }) => managingIn(dependencies, caller, params.organisationId),
    responses: { 200: offeredServicesPage },
    async handle({ query }, { organisation }) {
      const available = availableIn(await grantableServices(dependencies.services), organisation);
      const { records, members } = await pageOfList(query, available);
      return { status: 200, body: { services: records, ...members } };
    },
  });
}
