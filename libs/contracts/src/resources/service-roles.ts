import { z } from 'zod';

/** GET /services/{client-id}/roles: the roles of a service. */
export const serviceRoles = z.array(
  z
    .object({ name: z.string(), code: z.string(), status: z.enum(['Active', 'Inactive']) })
    .meta({ id: 'ServiceRole' }),
);
export type ServiceRoles = z.output<typeof serviceRoles>;
