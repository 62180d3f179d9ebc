import { eventParts, versionOf, webhookEventOf } from './event-parts.ts';

const { invitationId, serviceId, userId, organisationId } = eventParts;
const version = versionOf('invitation');
const invited = { invitationId, serviceId };

export const invitationEvents = {
  'invitation.accepted': webhookEventOf(
    'invitation.accepted',
    'An invitation was accepted, and the API shows the user. It comes with a callback or without one.',
    {
      ...invited,
      userId,
      organisationId: organisationId
        .nullable()
        .describe('The id of the organisation that the invitation named; `null` where it named none.'),
      version,
    },
  ),
  'invitation.expired': webhookEventOf(
    'invitation.expired',
    'Nobody accepted an invitation in time. One that is revived and expires again is told once more.',
    { ...invited, version },
  ),
  'invitation.revoked': webhookEventOf(
    'invitation.revoked',
    'The operator or the service ended an invitation before anybody accepted it.',
    { ...invited, version },
  ),
  'invitation.declined': webhookEventOf('invitation.declined', 'The person declined an invitation.', {
    ...invited,
    version,
  }),
};
