import { z } from 'zod';

const text = z.string().nullable();

const users = z.array(
  z
    .object({
      email: text,
      firstName: text,
      lastName: text,
      userStatus: z.literal([0, 1]),
      /** Codes of all roles that the user has in the service there. */
      roles: z.array(z.string()),
    })
    .meta({ id: 'OrganisationUser' }),
);

/** GET /organisations/{UKPRN or UPIN}/users: under the key by which the organisations were found. */
export const organisationUsers = z.union([
  z.object({ ukprn: z.string(), users }).meta({ id: 'OrganisationUsersByUkprn' }),
  z.object({ upin: z.string(), users }).meta({ id: 'OrganisationUsersByUpin' }),
]);
export type OrganisationUsers = z.output<typeof organisationUsers>;
