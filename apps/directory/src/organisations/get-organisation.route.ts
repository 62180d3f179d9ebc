import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
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
    async resolve({ params }) {
      const organisation = await organisations.get(params.organisationId);
      if (organisation === undefined) throw notFound('There is no such organisation');
      return organisation;
    },
    responses: { 200: organisationResource },
    handle: (_request, organisation) => ({ status: 200, body: organisationResourceOf(organisation) }),
  });
}
