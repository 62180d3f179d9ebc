import { z } from 'zod';
import { memberWords } from './member-words.ts';
import { availableService } from './members.ts';
import { personWords, roleWords } from './person-words.ts';

const organisation = {
  id: z.string().describe('The id of the organisation: a UUID in upper case.'),
  name: z.string().describe('The name of the organisation.'),
};

/** Who is signed in, and where they are a member. */
export const signedInPerson = z
  .object({
    sub: z.string().describe(personWords.userId),
    email: z.string().nullable().describe(personWords.email),
    given_name: z.string().nullable().describe(personWords.givenName),
    family_name: z.string().nullable().describe(personWords.familyName),
    support: z.boolean().describe('Whether the token lets the person act as a supporter.'),
    organisations: z
      .array(
        z
          .object({
            ...organisation,
            roleId: z.literal([0, 10000]).describe(memberWords.roleId),
            status: z.int().describe('The status of the organisation, as a code: 1 is open.'),
          })
          .meta({ id: 'OwnOrganisation', description: 'An organisation that one is a member of.' }),
      )
      .describe('The organisations that the person is a member of, by name.'),
  })
  .meta({ id: 'SignedInPerson', description: 'Who is signed in, and where they are a member.' });

/** What a person has, and could ask for, by organisation. */
export const ownServices = z
  .object({
    organisations: z
      .array(
        z
          .object({
            ...organisation,
            services: z
              .array(
                z
                  .object({
                    serviceId: z.string().describe('The id of the service: a UUID in upper case.'),
                    name: z.string().describe('The name of the service.'),
                    startUrl: z
                      .string()
                      .nullable()
                      .describe('Where one begins; `null` where the service names no address.'),
                    roles: z.array(z.string()).describe(roleWords.codes),
                  })
                  .meta({ id: 'OwnService', description: 'A service that one has in an organisation.' }),
              )
              .describe('What the person has there, by name.'),
            available: z
              .array(availableService)
              .describe('What the person could ask for there, by name; none in a closed organisation.'),
          })
          .meta({ id: 'OwnServicesThere', description: 'What one has in an organisation.' }),
      )
      .describe('The organisations that the person is a member of, by name.'),
  })
  .meta({ id: 'OwnServices', description: 'What a person has, and could ask for, by organisation.' });

/** Organisations that a person looks for: that they exist, and nothing more of them. */
export const foundOrganisations = z
  .object({
    organisations: z
      .array(
        z
          .object({
            ...organisation,
            address: z.string().nullable().describe('Its address; `null` where none is held.'),
          })
          .meta({ id: 'FoundOrganisation', description: 'An organisation that exists.' }),
      )
      .describe('At most 25.'),
    more: z.boolean().describe('Whether there are more: a longer text finds fewer.'),
  })
  .meta({ id: 'FoundOrganisations', description: 'Open organisations that a text finds.' });
