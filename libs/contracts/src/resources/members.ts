import { z } from 'zod';
import { memberMembers } from './member-words.ts';
import { pageOf } from './paged.ts';
import { roleWords } from './person-words.ts';

const words = {
  serviceId: 'The id of the service: a UUID in upper case.',
  name: 'The name of the service.',
};

/** A service that a member has in the organisation. */
export const memberService = z
  .object({
    serviceId: z.string().describe(words.serviceId),
    name: z.string().describe(words.name),
    roles: z.array(z.string()).describe(roleWords.codes),
  })
  .meta({ id: 'MemberService', description: 'A service that a member has in an organisation.' });
export type MemberService = z.output<typeof memberService>;

/** A member of an organisation, as those who manage its people see them. */
export const organisationMember = z
  .object({
    ...memberMembers,
    services: z.array(memberService).describe('The services that the member has there.'),
  })
  .meta({
    id: 'OrganisationMember',
    description: 'A member as their organisation knows them, and what they have there.',
  });

export const organisationMembersPage = pageOf('members', organisationMember, 'organisationMembers');

export const memberServicesPage = pageOf('services', memberService, 'memberServices');

/** A service that people of an organisation can have. */
export const availableService = z
  .object({
    serviceId: z.string().describe(words.serviceId),
    name: z.string().describe(words.name),
    roles: z
      .array(
        z
          .object({
            code: z.string().describe(roleWords.code),
            name: z.string().describe(roleWords.name),
          })
          .meta({ id: 'AvailableRole', description: 'A role that people of an organisation can have.' }),
      )
      .describe('Its active roles that its policies allow people of the organisation.'),
  })
  .meta({ id: 'AvailableService', description: 'A service that people of an organisation can have.' });
export type AvailableService = z.output<typeof availableService>;

export const offeredServicesPage = pageOf('services', availableService, 'availableServices');
