import { z } from 'zod';
import { userOrganisation } from './user-organisations.ts';

const text = z.string().nullable();

/** GET /users/{id}/organisationservices: a user's organisations, and the user's services in each. */
export const userOrganisationServices = z.object({
  userId: z.string(),
  userStatus: z.union([z.literal(0), z.literal(1)]),
  email: text,
  familyName: text,
  givenName: text,
  organisations: z.array(
    userOrganisation.extend({
      ProviderProfileID: text,
      UPIN: text,
      PIMSProviderType: text,
      PIMSStatus: text,
      DistrictAdministrativeName: text,
      OpenedOn: text,
      SourceSystem: text,
      ProviderTypeName: text,
      GIASProviderType: text,
      PIMSProviderTypeCode: z.number().nullable(),
      services: z.array(
        z.object({
          name: z.string(),
          description: text,
          roles: z.array(z.object({ name: z.string(), code: z.string() })),
        }),
      ),
      /** 0 end user, 10000 approver. */
      orgRoleId: z.number(),
      orgRoleName: z.string(),
    }),
  ),
});
export type UserOrganisationServices = z.output<typeof userOrganisationServices>;
