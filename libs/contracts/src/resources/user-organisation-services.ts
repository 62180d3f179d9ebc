import { z } from 'zod';
import { personMembers, personWords, roleWords } from './person-words.ts';
import { providerOrganisation } from './provider-organisation.ts';

const text = z.string().nullable();

const userService = z
  .object({
    name: z.string().describe('The name of the service.'),
    description: text.describe('What the service is for; `null` where it does not say.'),
    roles: z
      .array(
        z
          .object({ name: z.string().describe(roleWords.name), code: z.string().describe(roleWords.code) })
          .meta({ id: 'UserServiceRole', description: 'A role that a user has in a service.' }),
      )
      .describe('The roles that the user has in it there.'),
  })
  .meta({ id: 'UserService', description: 'A service that a user may use in an organisation.' });

/** GET /users/{id}/organisationservices: a user's organisations, and the user's services in each. */
export const userOrganisationServices = z
  .object({
    ...personMembers,
    organisations: z
      .array(
        providerOrganisation
          .extend({
            services: z
              .array(userService)
              .describe(
                "The client's service and its children, as far as the user may use them there; all services of the user where the client may see all users.",
              ),
            orgRoleId: z.int().describe(personWords.organisationRoleId),
            orgRoleName: z.string().describe(personWords.organisationRoleName),
          })
          .meta({
            id: 'OrganisationWithServices',
            description: 'An organisation of a user, and the services that the user may use there.',
          }),
      )
      .describe("The organisations in which the user may use the client's service."),
  })
  .meta({
    id: 'UserOrganisationServices',
    description: "A user's organisations, and the user's services in each.",
  });
export type UserOrganisationServices = z.output<typeof userOrganisationServices>;
