import { foundOrganisations } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { actingPerson } from '../members/acting-person.ts';
import type { DirectoryProjections } from '../people/directory-projections.ts';
import { searchOrganisations } from '../people/organisation-search.ts';

const SHOWN = 25;
const FEWEST = 3;

/** `GET /me/organisations/search?q=`: so that a person finds where to ask for membership. */
export function searchOrganisationsRoute(projections: DirectoryProjections): Route {
  return route({
    method: 'get',
    path: '/me/organisations/search',
    access: 'person',
    operationId: 'searchOrganisations',
    summary: 'Find an organisation',
    described: { text: 'Open organisations alone: those that a person can ask to join.' },
    faults: 'field',
    query: z.object({
      q: z
        .string()
        .max(255)
        .refine((text) => text.trim().length >= FEWEST, { error: `should be at least ${FEWEST} characters` })
        .meta({ minLength: FEWEST })
        .describe('The beginning of the name, a postcode, a URN, a UKPRN or a UPIN.'),
    }),
    resolve: ({ caller }) => actingPerson(projections, caller),
    responses: { 200: foundOrganisations },
    async handle({ query: { q } }) {
      const found = await searchOrganisations(projections.organisations, q, SHOWN + 1);
      const organisations = found
        .slice(0, SHOWN)
        .map(({ id, name, address }) => ({ id, name, address: address ?? null }));
      return { status: 200, body: { organisations, more: found.length > SHOWN } };
    },
  });
}
