import { z } from 'zod';
import { pageOf } from './paged.ts';

/** A policy of a service as the operator manages it: whom it is for, and the codes of the roles that it admits to. */
export const managedPolicy = z
  .object({
    id: z.string(),
    name: z.string(),
    conditions: z.array(
      z.object({
        field: z.string(),
        operator: z.enum(['is', 'is_not', 'starts_with']),
        value: z.array(z.string()),
      }),
    ),
    roles: z.array(z.string()),
  })
  .meta({ id: 'Policy', description: 'Whom a service, or some of its roles, is for.' });

export const managedPoliciesPage = pageOf('policies', managedPolicy);
