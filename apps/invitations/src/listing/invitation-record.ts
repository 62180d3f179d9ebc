import { z } from 'zod';
import { listedStatus } from '../invitation/invitation.ts';
import type { ListedInvitation } from './listed-invitations.ts';
import { shownEmailOf } from './shown-email.ts';

/** The statuses that services and the operator see. */
export const listedStatuses = z.enum(['open', 'accepted', 'expired', 'revoked', 'declined']);

const STATUS =
  '`open`: it waits for the person. `accepted`: the person is a user and linked, or is about to be. `expired`: nobody accepted it in time. `revoked`: the operator or the service ended it, or the person was removed. `declined`: the person declined it.';

const facts = {
  id: z.string().describe('The id of the invitation: a UUID in upper case.'),
  serviceId: z
    .string()
    .describe('The id of the service that the person is invited to: a UUID in upper case.'),
  email: z.string().nullable().describe('The address that was invited; `null` once the person was removed.'),
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
};

const ofEmail = {
  emailStatus: z
    .enum(['pending', 'sent', 'failed'])
    .nullable()
    .describe(
      'How the last email to the address about it fared. `pending`: it is to be sent. `sent`: the mail server took it. `failed`: it was given up. `null`: there is none.',
    ),
  emailError: z
    .string()
    .nullable()
    .describe(
      'Why the email failed, where it did: the status that the mail server answered, such as `550`, or a fixed word, such as `timeout`.',
    ),
};

/** An invitation as the operator sees it. */
export const invitationRecord = z
  .object({ ...facts, ...ofEmail })
  .meta({ id: 'Invitation', description: 'An invitation, as the operator sees it.' });

/** An invitation as its service sees it. */
export const ownInvitationRecord = z
  .object({
    ...facts,
    userId: z
      .string()
      .nullable()
      .describe('The id of the user that the person is: `null` until it is accepted.'),
    ...ofEmail,
  })
  .meta({ id: 'OwnInvitation', description: 'An invitation, as its service sees it.' });

/** An invitation as the operator sees it. */
export function recordOf(listed: ListedInvitation): z.input<typeof invitationRecord> {
  const { state } = listed.invitation;
  const { id, serviceId, email = null, sourceId, createdAt, expiresAt } = state;
  const { status: emailStatus = null, error: emailError = null } = shownEmailOf(listed) ?? {};
  const organisation = state.organisationId ?? null;
  const status = listedStatus(state);
  return {
    ...{ id, serviceId, email, sourceId, organisation, status, createdAt, expiresAt },
    ...{ emailStatus, emailError },
  };
}

/** An invitation as its service sees it. */
export function ownRecordOf(listed: ListedInvitation): z.input<typeof ownInvitationRecord> {
  const { state } = listed.invitation;
  return { ...recordOf(listed), userId: 'userId' in state ? state.userId : null };
}
