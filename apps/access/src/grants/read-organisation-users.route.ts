import {
  admit,
  hiddenOrganisationStatuses,
  type OrganisationState,
  organisationFields,
  organisationUsers,
} from '@gatehouse/contracts';
import { forbidden, invalidRequest, notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { type Organisations, organisationsWith } from '../people/organisations.store.ts';
import type { Users } from '../people/users.store.ts';
import { ownService } from '../services/acting-client.ts';
import type { Services } from '../services/services.store.ts';
import type { Grants } from './grants.store.ts';
import { organisationUsersOf } from './organisation-users.ts';

const IDENTIFIER = /^(?:\d{8}|\d{6})$/;

interface ReadOrganisationUsersDependencies {
  services: Services;
  grants: Grants;
  users: Users;
  organisations: Organisations;
}

interface NamedOrganisations {
  key: 'ukprn' | 'upin';
  organisations: OrganisationState[];
}

/** The shown organisations with that UKPRN, or else that UPIN; 400 for what is neither, 404 where there are none. */
async function organisationsShown(
  organisations: Organisations,
  identifier: string,
): Promise<NamedOrganisations> {
  if (!IDENTIFIER.test(identifier)) {
    throw invalidRequest(['A UKPRN has 8 digits and a UPIN has 6']);
  }
  for (const key of ['ukprn', 'upin'] as const) {
    const named = await organisationsWith(organisations, key, identifier);
    const shown = named.filter(({ status }) => !hiddenOrganisationStatuses.has(status));
    if (shown.length > 0) return { key, organisations: shown };
  }
  throw notFound('There is no such organisation');
}

const roleCodes = z
  .string()
  .optional()
  .transform((text) => {
    const codes = text?.split(',').flatMap((code) => code.trim() || []) ?? [];
    return codes.length === 0 ? undefined : new Set(codes);
  })
  .meta({ description: 'Only users with one of these roles: codes, case-sensitive, with commas between.' });

/** GET /organisations/{UKPRN or UPIN}/users: who has a grant to the client's service there. */
export function readOrganisationUsersRoute(dependencies: ReadOrganisationUsersDependencies): Route {
  return route({
    method: 'get',
    path: '/organisations/:ukprnOrUpin/users',
    access: 'own-service',
    operationId: 'listOrganisationUsers',
    summary: 'List the users of the service in an organisation, by UKPRN or UPIN',
    described: {
      text: 'Users with a grant to the service of the client. Filters narrow the answer together; the roles shown are always all of the user’s. Where no user is left: 404. Deactivated users are among them.',
      params: {
        ukprnOrUpin: z
          .string()
          .regex(IDENTIFIER)
          .describe(
            'The UKPRN (8 digits) or UPIN (6 digits) of the organisation. Organisations with that UKPRN are looked for first.',
          ),
      },
    },
    query: z.object({
      roles: roleCodes,
      email: z.string().optional().describe('Only the user with this email address, in any case.'),
      userId: z.string().optional().describe('Only the user with this id: a UUID, in any case.'),
    }),
    async resolve({ caller, params: { ukprnOrUpin: identifier } }) {
      const { state: service } = await ownService(dependencies.services, caller);
      const { key, organisations } = await organisationsShown(dependencies.organisations, identifier);
      const allowed = organisations.filter(
        (each) => admit(service.policies, organisationFields(each), 'organisation only').admitted,
      );
      if (allowed.length === 0) throw forbidden('The policies of the service do not allow this organisation');
      return { service, key, allowed };
    },
    responses: { 200: organisationUsers },
    async handle({ params: { ukprnOrUpin: identifier }, query }, { service, key, allowed }) {
      const found = await organisationUsersOf(dependencies, service, allowed, query);
      if (found.length === 0) throw notFound('There are no such users');
      const users = found.map(({ user, roles }) => ({
        email: user.email ?? null,
        firstName: user.givenName ?? null,
        lastName: user.familyName ?? null,
        userStatus: user.status,
        roles,
      }));
      return {
        status: 200,
        body: key === 'ukprn' ? { ukprn: identifier, users } : { upin: identifier, users },
      };
    },
  });
}
