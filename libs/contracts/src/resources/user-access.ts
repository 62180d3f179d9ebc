import { z } from 'zod';
import { identifier } from './identifier.ts';
import { personWords, roleWords } from './person-words.ts';

const accessRole = z
  .object({
    id: z.string().describe(roleWords.id),
    name: z.string().describe(roleWords.name),
    code: z.string().describe(roleWords.code),
    numericId: z.string().describe(roleWords.numericId),
    status: z
      .object({ id: z.literal([0, 1]).describe(roleWords.statusNumber) })
      .describe('The status of the role.')
      .meta({ id: 'AccessRoleStatus' }),
  })
  .meta({ id: 'AccessRole', description: 'A role that a user has in a service.' });

/** GET /services/{sid}/organisations/{oid}/users/{uid}: what a user may do in a service for an organisation. */
export const userAccess = z
  .object({
    userId: z.string().describe(personWords.userId),
    serviceId: z.string().describe('The id of the service: a UUID in upper case.'),
    organisationId: z.string().describe('The id of the organisation: a UUID in upper case.'),
    roles: z.array(accessRole).describe('The roles that the user has there; none for access without a role.'),
    identifiers: z.array(identifier).describe('What the service knows the user by in this organisation.'),
  })
  .meta({ id: 'UserAccess', description: 'What a user may do in a service for an organisation.' });
export type UserAccess = z.output<typeof userAccess>;
