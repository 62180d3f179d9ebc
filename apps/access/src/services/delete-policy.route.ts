import { type Route, route } from '@gatehouse/http';
import { type ChangeServiceDependencies, changeKnownService } from './change-service.ts';
import { knownPolicy, noSuchPolicy } from './known-service.ts';
import { policyIdOf, removePolicy } from './policies.domain.ts';

/** DELETE /manage/services/{id}/policies/{policyId}. */
export function deletePolicyRoute(dependencies: ChangeServiceDependencies): Route {
  const { services, now } = dependencies;
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
      const { headers } = await changeKnownService(dependencies, id, { actor, correlationId }, (current) => {
        const next = removePolicy(current, policyIdOf(policyId), now());
        if (next === undefined) throw noSuchPolicy();
        return next;
      });
      return { status: 204, headers };
    },
  });
}
