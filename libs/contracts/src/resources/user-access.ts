import { z } from 'zod';

/** GET /services/{sid}/organisations/{oid}/users/{uid}: what a user may do in a service for an organisation. */
export const userAccess = z
  .object({
    userId: z.string(),
    serviceId: z.string(),
    organisationId: z.string(),
    roles: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        code: z.string(),
        numericId: z.string(),
        /** 1 active, 0 inactive. */
        status: z.object({ id: z.literal([0, 1]) }),
      }),
    ),
    identifiers: z.array(z.object({ key: z.string(), value: z.string() })),
  })
  .meta({ id: 'UserAccess', description: 'What a user may do in a service for an organisation.' });
export type UserAccess = z.output<typeof userAccess>;
