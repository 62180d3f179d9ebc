import { z } from 'zod';
import { roleWords } from './person-words.ts';

/** GET /services/{client-id}/roles: the roles of a service. */
export const serviceRoles = z
  .array(
    z
      .object({
        name: z.string().describe(roleWords.name),
        code: z.string().describe(roleWords.code),
        status: z.enum(['Active', 'Inactive']).describe(roleWords.status),
      })
      .meta({ id: 'ServiceRole', description: 'A role of a service, as services read it.' }),
  )
  .describe('The roles of the service, in the order in which they were made.');
export type ServiceRoles = z.output<typeof serviceRoles>;
