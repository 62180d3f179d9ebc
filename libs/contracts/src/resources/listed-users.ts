import { z } from 'zod';
import { organisationMembers } from './organisation-words.ts';
import { pageMembers } from './paged.ts';
import { personMembers, personWords, roleWords } from './person-words.ts';
import { providerMembers } from './provider-members.ts';

const text = z.string().nullable();
const number = z.int().nullable();

/** An organisation in the lists of a service's users: plain codes, members in the mixed case that clients know. */
export const listedOrganisation = z
  .object({
    ...organisationMembers({
      id: z.string(),
      name: z.string(),
      Category: text,
      Type: text,
      URN: text,
      UID: text,
      UKPRN: text,
      EstablishmentNumber: text,
      Status: z.int(),
      ClosedOn: text,
      Address: text,
      phaseOfEducation: number,
      statutoryLowAge: number,
      statutoryHighAge: number,
      telephone: text,
      regionCode: text,
      legacyId: text,
      companyRegistrationNumber: text,
    }),
    ...providerMembers,
    ...organisationMembers({ createdAt: z.string(), updatedAt: z.string() }),
  })
  .meta({
    id: 'ListedOrganisation',
    description:
      'An organisation in the lists of a service’s users: plain codes. What it does not have is `null`.',
  });
export type ListedOrganisation = z.output<typeof listedOrganisation>;

const listedRole = z
  .object({
    id: z.string().describe(roleWords.id),
    name: z.string().describe(roleWords.name),
    code: z.string().describe(roleWords.code),
    numericId: z.string().describe(roleWords.numericId),
    status: z.literal([0, 1]).describe(roleWords.statusNumber),
  })
  .meta({ id: 'ListedRole', description: 'A role that a grant holds.' });

/** One grant of a service, with its user and organisation. */
export const listedUser = z
  .object({
    approvedAt: z.string().describe('When the grant was first made: ISO 8601 in UTC.'),
    updatedAt: z
      .string()
      .describe(
        'When the user, the membership in this organisation or the grant last changed: ISO 8601 in UTC. A change of the organisation does not count.',
      ),
    organisation: listedOrganisation,
    roles: z.array(listedRole).describe('The roles that the grant holds; none for access without a role.'),
    roleName: z.string().describe(personWords.organisationRoleName),
    roleId: z.int().describe(personWords.organisationRoleId),
    ...personMembers,
  })
  .meta({ id: 'ListedUser', description: 'One grant of a service, with its user and organisation.' });
export type ListedUser = z.output<typeof listedUser>;

/** GET /users. */
export const listedUsersPage = z
  .object({
    users: z
      .array(listedUser)
      .describe(
        'The records of this page, one for each grant. An unfiltered page may hold fewer than `pageSize`: a record keeps its slot in the list, and slots of removed records stay empty for a time.',
      ),
    ...pageMembers,
    warning: z
      .string()
      .optional()
      .describe(
        'With a filter: what was limited, where `from` or `to` was left out. Such as `Only 7 days of data can be fetched`.',
      ),
    dateRange: z
      .string()
      .optional()
      .describe('With a filter: the time that it covers, in words. `Users between <UTC> and <UTC>`.'),
  })
  .meta({ id: 'ListedUsersPage', description: 'A page of the users of a service.' });

/** GET /users/changes: grants at their latest state, in the order of their changes. */
export const userChanges = z
  .object({
    changes: z
      .array(
        z
          .object({
            type: z
              .enum(['changed', 'removed'])
              .describe(
                '`changed`: the grant was made or changed, or its user was. `removed`: the user has it no more.',
              ),
            at: z.string().describe('When it changed: ISO 8601 in UTC.'),
            userId: z.string().describe(personWords.userId),
            organisationId: z
              .string()
              .describe('The id of the organisation of the grant: a UUID in upper case.'),
            record: listedUser
              .nullable()
              .describe('The record as `GET /users` shows it; `null` where it was removed.'),
          })
          .meta({ id: 'UserChange', description: 'A grant that changed, at its latest state.' }),
      )
      .describe('At most 500, in the order of their changes; one for each grant, however often it changed.'),
    next: z
      .string()
      .describe('The cursor for the next call: what to give as `since`. Opaque; keep it with the data.'),
    more: z.boolean().describe('Whether there are further changes already: call again at once with `next`.'),
  })
  .meta({ id: 'UserChanges', description: 'What changed among the users of a service.' });
export type UserChange = z.output<typeof userChanges>['changes'][number];
