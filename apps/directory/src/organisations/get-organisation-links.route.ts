import { type OrganisationState, uuid } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { knownOrganisation } from './known-organisation.ts';
import { authorityOf, trustsOf } from './organisation.ts';
import type { Organisations } from './organisations.store.ts';

const linked = z
  .object({ id: uuid.describe("The organisation's id"), name: z.string().describe('Its name') })
  .meta({ id: 'LinkedOrganisation', description: 'An organisation that another is linked to.' });

const links = z
  .object({
    localAuthority: linked
      .nullable()
      .describe('The local authority of an establishment; null where none is known'),
    trusts: z.array(linked).describe('The trusts that an establishment is in, by their names'),
  })
  .meta({ id: 'OrganisationLinks', description: 'What an organisation is linked to, as imported.' });

function viewLinked({ id, name }: OrganisationState): z.input<typeof linked> {
  return { id, name };
}

/** `GET /manage/organisations/{id}/links`: its local authority and its trusts, as imported from the registers. */
export function getOrganisationLinksRoute({ organisations }: { organisations: Organisations }): Route {
  return route({
    method: 'get',
    path: '/manage/organisations/:organisationId/links',
    access: 'operator',
    operationId: 'operatorGetOrganisationLinks',
    summary: 'Show the local authority and the trusts that an organisation is linked to',
    uuidParams: ['organisationId'],
    resolve: ({ params }) => knownOrganisation(organisations, params.organisationId),
    responses: { 200: links },
    async handle(_request, { associations }) {
      const authorityId = authorityOf(associations);
      const trustIds = trustsOf(associations);
      const found = await organisations.getMany([
        ...trustIds,
        ...(authorityId === undefined ? [] : [authorityId]),
      ]);
      const authority = found.find(({ id }) => id === authorityId);
      const trusts = found.filter(({ id }) => trustIds.includes(id)).map(viewLinked);
      return {
        status: 200,
        body: {
          localAuthority: authority === undefined ? null : viewLinked(authority),
          trusts: trusts.toSorted((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1)),
        },
      };
    },
  });
}
