import { z } from 'zod';
import { personWords } from './person-words.ts';

const text = z.string().nullable();

const users = z
  .array(
    z
      .object({
        email: text.describe(personWords.email),
        firstName: text.describe(personWords.givenName),
        lastName: text.describe(personWords.familyName),
        userStatus: z.literal([0, 1]).describe(personWords.userStatus),
        roles: z
          .array(z.string())
          .describe(
            'Codes of all roles that the user has in the service there, also where `roles` narrowed the search.',
          ),
      })
      .meta({ id: 'OrganisationUser', description: 'A user of the service in an organisation.' }),
  )
  .describe('The users, each once: with all role codes where the user is in several such organisations.');

/** GET /organisations/{UKPRN or UPIN}/users: under the key by which the organisations were found. */
export const organisationUsers = z
  .union([
    z
      .object({ ukprn: z.string().describe('The UKPRN that the path named.'), users })
      .meta({ id: 'OrganisationUsersByUkprn', description: 'The users in the organisations with a UKPRN.' }),
    z
      .object({ upin: z.string().describe('The UPIN that the path named.'), users })
      .meta({ id: 'OrganisationUsersByUpin', description: 'The users in the organisations with a UPIN.' }),
  ])
  .describe('The users, under the key by which the organisations were found: `ukprn` or `upin`.');
export type OrganisationUsers = z.output<typeof organisationUsers>;
