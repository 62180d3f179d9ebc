import { z } from 'zod';

const text = z.string().nullable();

const users = z.array(
  z.object({
    email: text,
    firstName: text,
    lastName: text,
    userStatus: z.union([z.literal(0), z.literal(1)]),
    /** Codes of all roles that the user has in the service there. */
    roles: z.array(z.string()),
  }),
);

/** GET /organisations/{UKPRN or UPIN}/users: under the key by which the organisations were found. */
export const organisationUsers = z.union([
  z.object({ ukprn: z.string(), users }),
  z.object({ upin: z.string(), users }),
]);
export type OrganisationUsers = z.output<typeof organisationUsers>;
