import { managedPoliciesPage, managedPolicy } from '@gatehouse/contracts';
import { pageOfList, pageQuery, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { knownPolicy, knownService } from './known-service.ts';
import type { Services } from './services.store.ts';

/** GET /manage/services/{id}/policies/{policyId}. */
export function getPolicyRoute({ services }: { services: Services }): Route {
  return route({
    method: 'get',
    path: '/manage/services/:serviceId/policies/:policyId',
    access: 'operator',
    operationId: 'operatorGetPolicy',
    summary: 'Show a policy of a service',
    uuidParams: ['serviceId'],
    resolve: ({ params: { serviceId: id, policyId } }) => knownPolicy(services, id, policyId),
    responses: { 200: managedPolicy },
    handle: (_request, policy) => ({ status: 200, body: policy }),
  });
}

/** GET /manage/services/{id}/policies: in the order of their making. */
export function listPoliciesRoute({ services }: { services: Services }): Route {
  return route({
    method: 'get',
    path: '/manage/services/:serviceId/policies',
    access: 'operator',
    operationId: 'operatorListPolicies',
    summary: 'List the policies of a service',
    uuidParams: ['serviceId'],
    query: z.object(pageQuery),
    resolve: ({ params }) => knownService(services, params.serviceId),
    responses: { 200: managedPoliciesPage },
    async handle({ query }, { policies }) {
      const { records, members } = await pageOfList(query, policies);
      return { status: 200, body: { policies: records, ...members } };
    },
  });
}
