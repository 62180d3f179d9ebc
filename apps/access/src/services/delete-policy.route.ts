import { type Route, route } from '@gatehouse/http';
import type { ServiceWriter } from './change-service.ts';
import { knownPolicy, noSuchPolicy } from './known-service.ts';
import { policyIdOf, removePolicy } from './policies.domain.ts';
import type { Services } from './services.store.ts';

interface Parts {
  services: Services;
  writer: ServiceWriter;
  now: () => number;
}

/** DELETE /manage/services/{id}/policies/{policyId}. */
export function deleteServicePolicy({ services, writer, now }: Parts): Route {
  return route({
    method: 'delete',
    path: '/manage/services/:serviceId/policies/:policyId',
    access: 'operator',
    operationId: 'operatorDeletePolicy',
    summary: 'Remove a policy of a service',
    uuidParams: ['serviceId'],
    resolve: ({ params: { serviceId: id, policyId } }) => knownPolicy(services, id, policyId),
    responses: { 204: 'It is removed.' },
    async handle({ params: { serviceId: id, policyId }, actor, correlationId }) {
      const { headers } = await writer.change(id, { actor, correlationId }, (current) => {
        const next = current && removePolicy(current, policyIdOf(policyId), now());
        if (next === undefined) throw noSuchPolicy();
        return next;
      });
      return { status: 204, headers };
    },
  });
}
