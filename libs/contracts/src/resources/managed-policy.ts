import { z } from 'zod';
import { pageOf } from './paged.ts';
import { conditionMeta, policyWords } from './policy-words.ts';

/** A policy of a service as the operator manages it: its conditions, and the codes of the roles that it admits to. */
export const managedPolicy = z
  .object({
    id: z
      .string()
      .describe('The id of the policy, unique in its service: from the path by which it was put.'),
    name: z.string().describe(policyWords.name),
    conditions: z
      .array(
        z
          .object({
            field: z.string().describe(policyWords.field),
            operator: z.enum(['is', 'is_not', 'starts_with']).describe(policyWords.operator),
            value: z.array(z.string()).describe(policyWords.value),
          })
          .meta({ id: 'PolicyCondition', ...conditionMeta }),
      )
      .describe(policyWords.conditions),
    roles: z.array(z.string()).describe(policyWords.roles),
  })
  .meta({
    id: 'Policy',
    description:
      'Whom a service, or some of its roles, is for. Who meets any policy is admitted, to the roles of all that are met. A service without policies is for everybody, with every role.',
  });

export const managedPoliciesPage = pageOf('policies', managedPolicy);
