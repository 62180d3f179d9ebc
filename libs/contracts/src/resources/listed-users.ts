import { z } from 'zod';
import { providerMembers } from './provider-members.ts';

const text = z.string().nullable();
const number = z.int().nullable();

/** An organisation in the lists of a service's users: plain codes, members in the mixed case that clients know. */
export const listedOrganisation = z
  .object({
    id: z.string(),
    name: z.string(),
    Category: text,
    /** Establishment type, by code. */
    Type: text,
    URN: text,
    UID: text,
    UKPRN: text,
    EstablishmentNumber: text,
    Status: z.int(),
    /** YYYY-MM-DD. */
    ClosedOn: text,
    Address: text,
    phaseOfEducation: number,
    statutoryLowAge: number,
    statutoryHighAge: number,
    telephone: text,
    regionCode: text,
    legacyId: text,
    companyRegistrationNumber: text,
    ...providerMembers,
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({
    id: 'ListedOrganisation',
    description: 'An organisation in the lists of a service’s users: plain codes.',
  });
export type ListedOrganisation = z.output<typeof listedOrganisation>;

/** One grant of a service, with its user and organisation. */
export const listedUser = z
  .object({
    /** When the grant was first made. */
    approvedAt: z.string(),
    /** When the user, the membership or the grant last changed. */
    updatedAt: z.string(),
    organisation: listedOrganisation,
    roles: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        code: z.string(),
        numericId: z.string(),
        /** 1 active, 0 inactive. */
        status: z.literal([0, 1]),
      }),
    ),
    roleName: z.string(),
    /** 0 end user, 10000 approver. */
    roleId: z.int(),
    userId: z.string(),
    userStatus: z.literal([0, 1]),
    email: text,
    familyName: text,
    givenName: text,
  })
  .meta({ id: 'ListedUser', description: 'One grant of a service, with its user and organisation.' });
export type ListedUser = z.output<typeof listedUser>;

/** GET /users. */
export const listedUsersPage = z.object({
  users: z.array(listedUser),
  numberOfRecords: z.int().nonnegative(),
  page: z.int().positive(),
  numberOfPages: z.int().nonnegative(),
  /** Where a filter's window was completed. */
  warning: z.string().optional(),
  /** With a filter: its window in words. */
  dateRange: z.string().optional(),
});

/** GET /users/changes: grants at their latest state, in the order of their changes. */
export const userChanges = z.object({
  changes: z.array(
    z.object({
      type: z.enum(['changed', 'removed']),
      at: z.string(),
      userId: z.string(),
      organisationId: z.string(),
      /** As in GET /users; null where it was removed. */
      record: listedUser.nullable(),
    }),
  ),
  /** What to ask with next. */
  next: z.string(),
  /** Whether there are further changes already. */
  more: z.boolean(),
});
export type UserChange = z.output<typeof userChanges>['changes'][number];
