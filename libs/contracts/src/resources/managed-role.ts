import { z } from 'zod';
import { pageOf } from './paged.ts';
import { roleWords } from './person-words.ts';

/** A role of a service as the operator manages it. */
export const managedRole = z
  .object({
    id: z.string().describe(roleWords.id),
    code: z.string().describe(roleWords.code),
    name: z.string().describe(roleWords.name),
    numericId: z.string().describe(roleWords.numericId),
    status: z.enum(['Active', 'Inactive']).describe(roleWords.status),
  })
  .meta({ id: 'Role', description: 'A role of a service.' });

export const managedRolesPage = pageOf('roles', managedRole);
