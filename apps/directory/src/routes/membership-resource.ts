import { type Membership, uuid } from '@gatehouse/contracts';
import { z } from 'zod';
import type { MembershipTerms } from '../user.ts';
import { identifier } from './fields.ts';

const roleId = z.literal([0, 10000]);

/** A membership as the operator writes it: role 0 end user, 10000 approver. */
export const membershipBody = z
  .strictObject({
    roleId,
    numericIdentifier: identifier.optional(),
    textIdentifier: identifier.optional(),
  })
  .meta({ id: 'MembershipBody' });

/** A membership as the operator is shown it; `id` is the organisation's. */
export const membershipResource = z
  .object({
    id: uuid,
    roleId,
    numericIdentifier: z.string().optional(),
    textIdentifier: z.string().optional(),
  })
  .meta({
    id: 'Membership',
    description:
      "A user's membership of an organisation; `id` is the organisation's. Role 0 is end user, 10000 approver.",
  });

/** The terms that a body sets; a member left out is not held. */
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

/** The membership in the operator's words. */
export function membershipResourceOf(membership: Membership): z.input<typeof membershipResource> {
  const { organisationId, roleId, numericIdentifier, textIdentifier } = membership;
  return { id: organisationId, roleId, numericIdentifier, textIdentifier };
}
