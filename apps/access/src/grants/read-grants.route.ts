import { managedGrant, managedGrantsPage } from '@gatehouse/contracts';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { z } from 'zod';
import { known, presentOrganisation, presentUser } from '../people/known-people.ts';
import type { Organisations } from '../people/organisations.store.ts';
import type { Users } from '../people/users.store.ts';
import { countGrantsOn, type Grants, pageOfGrantsOn } from './grants.store.ts';
import { knownGrant } from './known-grant.ts';
import { viewGrant } from './put-grant.route.ts';

/** GET /manage/users/{id}/organisations/{oid}/services/{sid}. */
export function getGrantRoute({ grants }: { grants: Grants }): Route {
  return route({
    method: 'get',
    path: '/manage/users/:userId/organisations/:organisationId/services/:serviceId',
    access: 'operator',
    operationId: 'operatorGetGrant',
    summary: 'Show a grant',
    uuidParams: ['userId', 'organisationId', 'serviceId'],
    resolve: ({ params }) => knownGrant(grants, params),
    responses: { 200: managedGrant },
    handle: (_request, grant) => ({ status: 200, body: viewGrant(grant) }),
  });
}

interface ReadGrantsDependencies {
  users: Users;
  organisations: Organisations;
  grants: Grants;
}

/** GET /manage/users/{id}/organisations/{oid}/services: the services granted to a user in an organisation, by id. */
export function listGrantsRoute({ users, organisations, grants }: ReadGrantsDependencies): Route {
  return route({
    method: 'get',
    path: '/manage/users/:userId/organisations/:organisationId/services',
    access: 'operator',
    operationId: 'operatorListGrants',
    summary: 'List the grants of a user in an organisation',
    uuidParams: ['userId', 'organisationId'],
    query: z.object(pageQuery),
    async resolve({ params }) {
      known('user', await presentUser(users, params.userId));
      known('organisation', await presentOrganisation(organisations, params.organisationId));
    },
    responses: { 200: managedGrantsPage },
    async handle({ params, query }) {
      const total = await countGrantsOn(grants, params);
      const { records, members } = await readPage(query, total, (skip, limit) =>
        pageOfGrantsOn(grants, params, { skip, limit }),
      );
      return { status: 200, body: { services: records.map(viewGrant), ...members } };
    },
  });
}
