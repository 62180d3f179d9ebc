import { z } from 'zod';
import { providerOrganisation } from './provider-organisation.ts';

const text = z.string().nullable();

/** GET /users/{id}/organisationservices: a user's organisations, and the user's services in each. */
export const userOrganisationServices = z
  .object({
    userId: z.string(),
    userStatus: z.literal([0, 1]),
    email: text,
    familyName: text,
    givenName: text,
    organisations: z.array(
      providerOrganisation.extend({
        services: z.array(
          z.object({
            name: z.string(),
            description: text,
            roles: z.array(z.object({ name: z.string(), code: z.string() })),
          }),
        ),
        /** 0 end user, 10000 approver. */
        orgRoleId: z.int(),
        orgRoleName: z.string(),
      }),
    ),
  })
  .meta({
    id: 'UserOrganisationServices',
    description: "A user's organisations, and the user's services in each.",
  });
export type UserOrganisationServices = z.output<typeof userOrganisationServices>;
