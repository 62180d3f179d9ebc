import { z } from 'zod';
import { pageMembers } from './paged.ts';
import { personMembers } from './person-words.ts';
import { providerOrganisation } from './provider-organisation.ts';

/** An approver of an organisation. */
export const approver = z
  .object({
    organisation: providerOrganisation,
    roleId: z.int().describe("The user's role in the organisation: 10000, approver."),
    roleName: z.string().describe('The same role in words: `Approver`.'),
    ...personMembers,
  })
  .meta({ id: 'Approver', description: 'An approver of an organisation.' });
export type Approver = z.output<typeof approver>;

/** GET /users/approvers. */
export const approversPage = z
  .object({
    users: z
      .array(approver)
      .describe('The approvers of this page: one record for each user and organisation.'),
    ...pageMembers,
  })
  .meta({ id: 'ApproversPage', description: 'A page of approvers.' });
