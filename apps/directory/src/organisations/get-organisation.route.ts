import { type Route, route } from '@gatehouse/http';
import { knownOrganisation } from './known-organisation.ts';
import { organisationResource, organisationResourceOf } from './organisation-resource.ts';
import type { Organisations } from './organisations.store.ts';

/** `GET /manage/organisations/{id}`. */
export function getOrganisationRoute({ organisations }: { organisations: Organisations }): Route {
  return route({
    method: 'get',
    path: '/manage/organisations/:organisationId',
    access: 'operator',
    operationId: 'operatorGetOrganisation',
    summary: 'Show an organisation',
    uuidParams: ['organisationId'],
    resolve: ({ params }) => knownOrganisation(organisations, params.organisationId),
    responses: { 200: organisationResource },
    handle: (_request, organisation) => ({ status: 200, body: organisationResourceOf(organisation) }),
  });
}
