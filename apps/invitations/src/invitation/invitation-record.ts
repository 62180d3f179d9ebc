import type { InvitationState } from '@gatehouse/contracts';
import { z } from 'zod';
import { listedStatus } from './invitation.ts';

/** The statuses that operators see. */
export const listedStatuses = z.enum(['open', 'accepted', 'expired', 'revoked', 'declined']);

const STATUS =
  '`open`: it waits for the person. `accepted`: the person is a user and linked, or is about to be. `expired`: nobody accepted it in time. `revoked`: the operator ended it, or the person was removed. `declined`: the person declined it.';

/** An invitation as operators see it. */
export const invitationRecord = z
  .object({
    id: z.string().describe('The id of the invitation: a UUID in upper case.'),
    serviceId: z
      .string()
      .describe('The id of the service that the person is invited to: a UUID in upper case.'),
    email: z
      .string()
      .nullable()
      .describe('The address that was invited; `null` once the person was removed.'),
    sourceId: z
      .union([z.string(), z.int()])
      .describe("The service's own id of the person, as it came: text or a whole number."),
    organisation: z
      .string()
      .nullable()
      .describe('The id of the organisation that the person is invited for; `null` where none was given.'),
    status: listedStatuses.describe(STATUS),
    createdAt: z.string().describe('When the invitation was made: ISO 8601 in UTC.'),
    expiresAt: z.string().describe('Until when it can be accepted: ISO 8601 in UTC.'),
  })
  .meta({ id: 'Invitation', description: 'An invitation, as the operator sees it.' });

/** An invitation as operators see it. */
export function recordOf(state: InvitationState): z.input<typeof invitationRecord> {
  const { id, serviceId, email = null, sourceId, createdAt, expiresAt } = state;
  const organisation = state.organisationId ?? null;
  return { id, serviceId, email, sourceId, organisation, status: listedStatus(state), createdAt, expiresAt };
}
