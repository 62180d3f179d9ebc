import {
  conditionMeta,
  isPolicyField,
  managedPolicy,
  policyOperator,
  policyWords,
} from '@gatehouse/contracts';
import { invalidRequest } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { type ChangeServiceDependencies, changeKnownService, TOO_LARGE } from './change-service.ts';
import { knownService } from './known-service.ts';
import { faultsOfPolicyRoles, policyIdOf, policyOf, putPolicy } from './policies.domain.ts';
import { faultOfPolicyId, named, oneLine, roleCode } from './request-fields.ts';

const body = z
  .strictObject({
    name: named(255).describe(policyWords.name),
    conditions: z
      .array(
        z
          .strictObject({
            field: z
              .string()
              .refine(isPolicyField, {
                error:
                  'should be a field of a user or an organisation, such as organisation.category.id or email',
              })
              .describe(policyWords.field),
            operator: policyOperator.describe(policyWords.operator),
            value: z.array(oneLine(255)).min(1).describe(policyWords.value),
          })
          .meta({ id: 'PolicyBodyCondition', ...conditionMeta }),
      )
      .describe(policyWords.conditions),
    roles: z.array(roleCode).describe(policyWords.roles),
  })
  .meta({ id: 'PolicyBody', description: 'A policy as it is put; its id is in the path.' });

/** PUT /manage/services/{id}/policies/{policyId}: makes (201) or replaces (200) a policy. */
export function putPolicyRoute(dependencies: ChangeServiceDependencies): Route {
  const { services, now } = dependencies;
  return route({
    method: 'put',
    path: '/manage/services/:serviceId/policies/:policyId',
    access: 'operator',
    operationId: 'operatorPutPolicy',
    summary: 'Make or replace a policy of a service',
    described: { refusals: TOO_LARGE },
    uuidParams: ['serviceId'],
    body,
    resolve: ({ params }) => knownService(services, params.serviceId),
    responses: { 200: managedPolicy, 201: managedPolicy },
    async handle({ params, body: { name, conditions, roles }, actor, correlationId }) {
      const policyId = policyIdOf(params.policyId);
      const fault = faultOfPolicyId(policyId);
      if (fault !== undefined) throw invalidRequest([`policyId: ${fault}`]);
      const policy = { id: policyId, name, conditions, roles: [...new Set(roles)] };
      const origin = { actor, correlationId };
      const { before, headers } = await changeKnownService(
        dependencies,
        params.serviceId,
        origin,
        (current) => {
          const faults = faultsOfPolicyRoles(current, roles);
          if (faults.length > 0) throw invalidRequest(faults);
          return putPolicy(current, policy, now());
        },
      );
      const made = before !== undefined && policyOf(before, policyId) === undefined;
      return made ? { status: 201, body: policy, headers } : { status: 200, body: policy, headers };
    },
  });
}
