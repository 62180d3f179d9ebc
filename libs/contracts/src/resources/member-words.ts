import { z } from 'zod';
import { personWords } from './person-words.ts';

/** What the members of an organisation's member mean. */
export const memberWords = {
  roleId: "The member's role in the organisation: 0 end user, 10000 approver.",
  since: 'When the membership was made: ISO 8601 in UTC.',
} as const;

/** A person as an organisation knows them: nothing of other organisations. */
export const memberMembers = {
  userId: z.string().describe(personWords.userId),
  given_name: z.string().nullable().describe(personWords.givenName),
  family_name: z.string().nullable().describe(personWords.familyName),
  email: z.string().nullable().describe(personWords.email),
  status: z.literal([0, 1]).describe(personWords.userStatus),
  roleId: z.literal([0, 10000]).describe(memberWords.roleId),
  since: z.string().describe(memberWords.since),
};
