import { type Membership, pageOf, uuid } from '@gatehouse/contracts';
import { z } from 'zod';
import { identifier } from '../resources/fields.ts';
import type { MembershipTerms } from './user.ts';

const roleId = z
  .literal([0, 10000])
  .describe("The user's role in the organisation: 0 end user, 10000 approver.");
const numericWords = 'A number that the organisation knows the member by, as text.';
const textWords = 'A text that the organisation knows the member by.';

/** The body of an operator's request that makes or replaces a membership: role 0 end user, 10000 approver. */
export const membershipBody = z
  .strictObject({
    roleId,
    numericIdentifier: identifier.optional().describe(numericWords),
    textIdentifier: identifier.optional().describe(textWords),
  })
  .meta({
    id: 'MembershipBody',
    description: 'The body that makes or replaces a membership. User and organisation are in the path.',
  });

/** A membership as operators see it; `id` is the organisation's. */
export const membershipResource = z
  .object({
    id: uuid.describe('The id of the organisation: a UUID in upper case.'),
    roleId,
    numericIdentifier: z.string().optional().describe(numericWords),
    textIdentifier: z.string().optional().describe(textWords),
  })
  .meta({
    id: 'Membership',
    description:
      "A user's membership of an organisation; `id` is the organisation's. Role 0 is end user, 10000 approver.",
  });

/** A page of the memberships of a user, under the plural that its path ends in. */
export const membershipsPage = pageOf('organisations', membershipResource, 'memberships');

/** The terms that a body sets. A member left out is absent. */
export function termsOf({
  roleId,
  numericIdentifier,
  textIdentifier,
}: z.output<typeof membershipBody>): MembershipTerms {
  return {
    roleId,
    ...(numericIdentifier === undefined ? {} : { numericIdentifier }),
    ...(textIdentifier === undefined ? {} : { textIdentifier }),
  };
}

/** The resource that shows a membership. */
export function membershipResourceOf(membership: Membership): z.input<typeof membershipResource> {
  const { organisationId, roleId, numericIdentifier, textIdentifier } = membership;
  return { id: organisationId, roleId, numericIdentifier, textIdentifier };
}
