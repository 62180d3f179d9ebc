import { ownRequestsPage } from '@gatehouse/contracts';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { z } from 'zod';
import { actingPerson } from '../members/acting-person.ts';
import type { Requests } from './requests.store.ts';
import { type ViewDependencies, viewOwnRequests } from './view-request.ts';

/** `GET /me/requests`: what one asked for, the newest first. */
export function readOwnRequestsRoute(dependencies: ViewDependencies & { requests: Requests }): Route {
  const { requests } = dependencies;
  return route({
    method: 'get',
    path: '/me/requests',
    access: 'person',
    operationId: 'listOwnRequests',
    summary: 'List one’s own requests for access',
    faults: 'field',
    query: z.object(pageQuery),
    resolve: ({ caller }) => actingPerson(dependencies, caller),
    responses: { 200: ownRequestsPage },
    async handle({ query }, { id, incarnation = 0 }) {
      const where = { 'state.userId': id, 'state.userVersion': { gte: incarnation } };
      const { records, members } = await readPage(query, await requests.count(where), (skip, limit) =>
        requests.find({ where, sort: [['state.createdAt', -1]], skip, limit }),
      );
      const views = await viewOwnRequests(
        dependencies,
        records.map(({ state }) => state),
      );
      return { status: 200, body: { requests: views, ...members } };
    },
  });
}
