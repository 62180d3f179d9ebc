import { pageOf } from '@gatehouse/contracts';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { z } from 'zod';
import { organisationResource, organisationResourceOf } from './organisation-resource.ts';
import type { Organisations } from './organisations.store.ts';

const search = {
  urn: z.string().optional().describe('Only the organisation with this URN.'),
  uid: z.string().optional().describe('Only the organisation with this UID.'),
  ukprn: z.string().optional().describe('Only organisations with this UKPRN.'),
  upin: z.string().optional().describe('Only organisations with this UPIN.'),
  name: z.string().optional().describe('Only organisations whose name begins like this, in any letter case.'),
};

/**
 * `GET /manage/organisations?urn=&uid=&ukprn=&upin=&name=`: the organisations that match all criteria, by their names. An
 * identifier matches exactly, a name by its beginning in any letter case.
 */
export function listOrganisationsRoute({ organisations }: { organisations: Organisations }): Route {
  return route({
    method: 'get',
    path: '/manage/organisations',
    access: 'operator',
    operationId: 'operatorListOrganisations',
    summary: 'Find organisations by URN, UID, UKPRN, UPIN, or the beginning of the name',
    query: z.object({ ...search, ...pageQuery }),
    responses: { 200: pageOf('organisations', organisationResource) },
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
