import { requestEscalation, requestStatus, requestsPage } from '@gatehouse/contracts';
import { type PageRequest, pageQuery, type Route, readPage, route } from '@gatehouse/http';
import type { Filter } from '@gatehouse/store';
import { z } from 'zod';
import { actingPerson, managingIn } from '../members/acting-person.ts';
import type { Requests } from './requests.store.ts';
import { type ViewDependencies, viewRequests } from './view-request.ts';

export interface ReadRequestsDependencies extends ViewDependencies {
  requests: Requests;
}

const status = requestStatus.optional().describe('Only requests of this status.');
const escalated = requestEscalation
  .optional()
  .describe('Only requests that support may decide for this reason.');

/** A page of requests, the oldest first. */
async function pageOfRequests(dependencies: ReadRequestsDependencies, where: Filter, request: PageRequest) {
  const { requests } = dependencies;
  const { records, members } = await readPage(request, await requests.count(where), (skip, limit) =>
    requests.find({ where, sort: [['state.createdAt', 1]], skip, limit }),
  );
  const states = records.map(({ state }) => state);
  return { requests: await viewRequests(dependencies, states), ...members };
}

function filterOf(query: { status?: string | undefined; escalated?: string | undefined }): Filter {
  return {
    ...(query.status !== undefined && { 'state.status': query.status }),
    ...(query.escalated !== undefined && { 'state.escalated': query.escalated }),
  };
}

/** `GET /me/organisations/{id}/requests`: what people ask the organisation for. */
export function readOrganisationRequestsRoute(dependencies: ReadRequestsDependencies): Route {
  return route({
    method: 'get',
    path: '/me/organisations/:organisationId/requests',
    access: 'person',
    operationId: 'listOrganisationRequests',
    summary: 'List the requests for access to one’s organisation',
    uuidParams: ['organisationId'],
    faults: 'field',
    query: z.object({ status, ...pageQuery }),
    async resolve({ caller, params: { organisationId } }) {
      await managingIn(dependencies, caller, organisationId);
    },
    responses: { 200: requestsPage },
    async handle({ params: { organisationId }, query }) {
      const where = { 'state.organisationId': organisationId, ...filterOf({ status: query.status }) };
      return { status: 200, body: await pageOfRequests(dependencies, where, query) };
    },
  });
}

/** `GET /support/requests`: those of all organisations, for supporters. */
export function readSupportRequestsRoute(dependencies: ReadRequestsDependencies): Route {
  return route({
    method: 'get',
    path: '/support/requests',
    access: 'supporter',
    operationId: 'listSupportRequests',
    summary: 'List the requests for access of all organisations',
    faults: 'field',
    query: z.object({ status, escalated, ...pageQuery }),
    async resolve({ caller }) {
      await actingPerson(dependencies, caller);
    },
    responses: { 200: requestsPage },
    handle: async ({ query }) => ({
      status: 200,
      body: await pageOfRequests(dependencies, filterOf(query), query),
    }),
  });
}

/** `GET /manage/requests`: the same for the operator. */
export function operatorReadRequestsRoute(dependencies: ReadRequestsDependencies): Route {
  return route({
    method: 'get',
    path: '/manage/requests',
    access: 'operator',
    operationId: 'operatorListRequests',
    summary: 'List the requests for access, by status or escalation',
    query: z.object({ status, escalated, ...pageQuery }),
    responses: { 200: requestsPage },
    handle: async ({ query }) => ({
      status: 200,
      body: await pageOfRequests(dependencies, filterOf(query), query),
    }),
  });
}
