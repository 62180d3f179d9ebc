import { managedGrant, managedGrantsPage } from '@gatehouse/contracts';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { z } from 'zod';
import { found, organisationOf, presentUser } from '../people/known-user.ts';
import type { Organisations } from '../people/organisations.store.ts';
import type { Users } from '../people/users.store.ts';
import { countGrantsIn, type Grants, pageOfGrantsIn } from './grants.store.ts';
import { knownGrant } from './known-grant.ts';
import { viewGrant } from './put-grant.route.ts';

/** GET /manage/users/{id}/organisations/{oid}/services/{sid}. */
export function readGrant({ grants }: { grants: Grants }): Route {
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

interface Parts {
  users: Users;
  organisations: Organisations;
  grants: Grants;
}

/** GET /manage/users/{id}/organisations/{oid}/services: what a user is granted in an organisation, by service id. */
export function listGrants({ users, organisations, grants }: Parts): Route {
  return route({
    method: 'get',
    path: '/manage/users/:userId/organisations/:organisationId/services',
    access: 'operator',
    operationId: 'operatorListGrants',
    summary: 'List the grants of a user in an organisation',
    uuidParams: ['userId', 'organisationId'],
    query: z.object(pageQuery),
    async resolve({ params }) {
      found('user', await presentUser(users, params.userId));
      found('organisation', await organisationOf(organisations, params.organisationId));
    },
    responses: { 200: managedGrantsPage },
    async handle({ params, query }) {
      const total = await countGrantsIn(grants, params);
      const { records, members } = await readPage(query, total, (skip, limit) =>
        pageOfGrantsIn(grants, params, { skip, limit }),
      );
      return { status: 200, body: { services: records.map(viewGrant), ...members } };
    },
  });
}
