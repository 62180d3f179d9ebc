import { z } from 'zod';
import { pageOf } from './paged.ts';

/** A role of a service as the operator manages it. */
export const managedRole = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    numericId: z.string(),
    status: z.enum(['Active', 'Inactive']),
  })
  .meta({ id: 'Role', description: 'A role of a service.' });

export const managedRolesPage = pageOf('roles', managedRole);
