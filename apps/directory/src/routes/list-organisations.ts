import { pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import type { Organisations } from '../stores/organisations.ts';
import { organisationResource, organisationResourceOf } from './organisation-resource.ts';
import { pageMembers, readPage } from './paging.ts';

const search = {
  urn: z.string().optional(),
  uid: z.string().optional(),
  ukprn: z.string().optional(),
  upin: z.string().optional(),
  name: z.string().describe('How the name begins, in whatever letter case').optional(),
};

/**
 * `GET /manage/organisations?urn=&uid=&ukprn=&upin=&name=`: those that meet all that is given, by their names. An
 * identifier is met exactly; a name by how it begins, in whatever letter case.
 */
export function listOrganisationsRoute({ organisations }: { organisations: Organisations }): Route {
  return route({
    method: 'get',
    path: '/manage/organisations',
    access: 'operator',
    operationId: 'operatorListOrganisations',
    summary: 'Find organisations by URN, UID, UKPRN, UPIN, or the beginning of the name',
    query: z.object({ ...search, ...pageQuery }),
    responses: { 200: z.object({ organisations: z.array(organisationResource), ...pageMembers }) },
    async handle({ query }) {
      const { page, pageSize, ...wanted } = query;
      const total = await organisations.total(wanted);
      const { records, members } = await readPage({ page, pageSize }, total, (skip, limit) =>
        organisations.list(wanted, skip, limit),
      );
      return { status: 200, body: { organisations: records.map(organisationResourceOf), ...members } };
    },
  });
}
