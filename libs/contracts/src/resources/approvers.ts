import { z } from 'zod';
import { providerOrganisation } from './provider-organisation.ts';

const text = z.string().nullable();

/** An approver of an organisation. */
export const approver = z
  .object({
    organisation: providerOrganisation,
    roleId: z.int(),
    roleName: z.string(),
    userId: z.string(),
    userStatus: z.literal([0, 1]),
    email: text,
    familyName: text,
    givenName: text,
  })
  .meta({ id: 'Approver', description: 'An approver of an organisation.' });
export type Approver = z.output<typeof approver>;

/** GET /users/approvers. */
export const approversPage = z.object({
  users: z.array(approver),
  numberOfRecords: z.int().nonnegative(),
  page: z.int().positive(),
  numberOfPages: z.int().nonnegative(),
});
