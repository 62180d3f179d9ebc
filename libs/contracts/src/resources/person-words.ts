import { z } from 'zod';

/** What members of people mean, wherever an answer has them. */
export const personWords = {
  userId:
    'The id of the user: a UUID in upper case, which never changes. The `sub` of the callback and of the sign-in.',
  userStatus: 'Whether the account of the user is in use: 1 active, 0 deactivated.',
  email: 'The email address of the user. `null` where the platform does not know one.',
  givenName: 'The given name of the user. `null` where the platform does not know one.',
  familyName: 'The family name of the user. `null` where the platform does not know one.',
  organisationRoleId: "The user's role in the organisation itself: 0 end user, 10000 approver.",
  organisationRoleName: "The user's role in the organisation, in words: `End user` or `Approver`.",
} as const;

/** What members of a service's roles mean, wherever an answer has them. */
export const roleWords = {
  id: 'The id of the role: a UUID in upper case.',
  name: 'The name of the role, for people.',
  code: 'The code of the role, by which grants and policies name it. Case-sensitive, unique in its service.',
  codes: 'Codes of roles of the service, case-sensitive.',
  numericId: 'The number of the role, as text, unique in its service. Older clients know roles by it.',
  status: '`Active`, or `Inactive`: users who hold the role keep it, and it is granted to nobody else.',
  statusNumber: '1 active; 0 inactive: users who hold the role keep it, and it is granted to nobody else.',
} as const;

/** A person as reads of users show one. */
export const personMembers = {
  userId: z.string().describe(personWords.userId),
  userStatus: z.literal([0, 1]).describe(personWords.userStatus),
  email: z.string().nullable().describe(personWords.email),
  familyName: z.string().nullable().describe(personWords.familyName),
  givenName: z.string().nullable().describe(personWords.givenName),
};
