import { establishmentTypes, organisationCategories } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';

const codeList = z
  .array(
    z
      .object({
        id: z.string().describe('The code, as organisations have it.'),
        name: z.string().describe('The name of the code.'),
      })
      .meta({ id: 'CodeListEntry', description: 'A code and its name.' }),
  )
  .describe('The codes with their names, in the order of the codes.');

/** Sorted by code, since an object moves keys of digits to its front. */
function entriesOf(list: Readonly<Record<string, string>>): z.input<typeof codeList> {
  return Object.entries(list)
    .map(([id, name]) => ({ id, name }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function codeListRoute<P extends string>(
  operationId: string,
  path: P,
  summary: string,
  list: Readonly<Record<string, string>>,
): Route {
  const body = entriesOf(list);
  return route({
    method: 'get',
    path,
    access: 'own-service',
    operationId,
    summary,
    responses: { 200: codeList },
    handle: () => ({ status: 200, body }),
  });
}

/** The code lists that every client may read: `GET /organisations/categories` and `/organisations/establishment-types`. */
export const codeListRoutes: readonly Route[] = [
  codeListRoute(
    'listOrganisationCategories',
    '/organisations/categories',
    'List the categories of organisations',
    organisationCategories,
  ),
  codeListRoute(
    'listEstablishmentTypes',
    '/organisations/establishment-types',
    'List the types of establishments',
    establishmentTypes,
  ),
];
