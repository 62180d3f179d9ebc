import { z } from 'zod';
import { messages } from '../messages/message.ts';
import { personal } from '../personal.ts';
import { instant, uuid, version } from '../primitives.ts';

/** One service's request to another, in the requester's document. It is sent again under the same id until it is answered. */
export const commandRequest = z.object({
  id: z.string().describe('The id of the command request.'),
  at: instant.describe('When it was last sent.'),
  firstAt: instant.describe('When it was first sent.'),
});
export type CommandRequest = z.output<typeof commandRequest>;

const invitationFacts = {
  id: uuid.describe('The id of the invitation.'),
  kind: z.literal('invitation').describe('What kind of entity of this topic it is.'),
  serviceId: uuid.describe('The service that the person is invited to.'),
  audienceServiceId: uuid.describe(
    'The service that asked: its API secret signs the callback, and its client id is the audience.',
  ),
  sourceId: z.union([z.string(), z.int()]).describe('The id that the service has for the person.'),
  email: personal(z.string())
    .optional()
    .describe('The address that was invited. Absent once the person was removed.'),
  givenName: personal(z.string()).optional().describe('The given name, as the invitation had it.'),
  familyName: personal(z.string()).optional().describe('The family name, as the invitation had it.'),
  organisationId: uuid.optional().describe('The organisation that the person is invited for.'),
  callback: z.string().optional().describe('Where the service wants the callback.'),
  userRedirect: z.string().optional().describe('Where the browser goes after acceptance.'),
  subjectOverride: personal(z.string()).optional().describe("The service's own subject for the email."),
  bodyOverride: personal(z.string()).optional().describe("The service's own words for the email."),
  correlationId: z.string().describe('The request that began it.'),
  eraseOnceOver: z
    .literal(true)
    .optional()
    .describe(
      'The person with this address was removed while it was open: its personal members are erased when it ends without a link.',
    ),
  createdAt: instant.describe('When it was made.'),
  updatedAt: instant.describe('When it last changed.'),
  expiresAt: instant.describe('Until when it can be accepted.'),
};

const registrationId = uuid.describe('The registration that it waited on.');
/** The user whose email it is, while the user is linked and granted access. `inform`: the user did not use its link. */
const found = {
  userId: uuid.describe('The user that the person is.'),
  userVersion: version.describe(
    'The version at which the user was found; a later incarnation of the id is another person.',
  ),
  inform: z
    .boolean()
    .describe('Whether an email tells the user, who did not come by the link of the invitation.'),
  commandRequest: commandRequest.describe('The command request that waits for its reply.'),
};

/** Accepted for processing; whether its email is a user's is decided next. */
export const receivedInvitation = z.object({
  ...invitationFacts,
  status: z
    .literal('received')
    .describe("It was accepted for processing; whether its email is a user's is decided next."),
});
/** Nobody has its email yet: it waits on a registration. */
export const waitingInvitation = z.object({
  ...invitationFacts,
  status: z.literal('waiting').describe('Nobody has its email yet: it waits on a registration.'),
  registrationId,
});
/** Its email is a user's: a command request to directory links that user. */
export const linkingInvitation = z.object({
  ...invitationFacts,
  status: z.literal('linking').describe("Its email is a user's, who is being linked to the service."),
  registrationId: registrationId.optional(),
  ...found,
});
/** The user is linked: a command request to access grants, and shows, the user at `userVersion`. */
export const grantingInvitation = z.object({
  ...invitationFacts,
  status: z.literal('granting').describe('The user is linked; access is being given.'),
  registrationId: registrationId.optional(),
  ...found,
});
/** Everything is in place and can be read; it lists the callback and the email that are to be sent. */
export const acceptedInvitation = z.object({
  ...invitationFacts,
  status: z
    .literal('accepted')
    .describe('Everything is in place and can be read; what is to be sent is listed.'),
  registrationId: registrationId.optional(),
  userId: found.userId,
  acceptedAt: instant.describe('When it was accepted.'),
  messages,
});
export const expiredInvitation = z.object({
  ...invitationFacts,
  status: z.literal('expired').describe('Nobody accepted it in time.'),
  registrationId,
  messages,
});
/** Ended by the operator or the service, or because the person was removed while it was under way. */
export const revokedInvitation = z.object({
  ...invitationFacts,
  status: z.literal('revoked').describe('It was ended before anybody accepted it.'),
  registrationId: registrationId.optional(),
  reason: z
    .enum(['operator', 'service', 'user-removed'])
    .describe('Who or what ended it: the operator, the service or its parent, or the removal of the person.'),
  messages,
});
/** The person declined it, by itself or by accepting others that waited with it. Nobody is called back. */
export const declinedInvitation = z.object({
  ...invitationFacts,
  status: z.literal('declined').describe('The person declined it.'),
  registrationId,
  messages,
});

export const invitationState = z.discriminatedUnion('status', [
  receivedInvitation,
  waitingInvitation,
  linkingInvitation,
  grantingInvitation,
  acceptedInvitation,
  expiredInvitation,
  revokedInvitation,
  declinedInvitation,
]);
export type InvitationState = z.output<typeof invitationState>;
export type InvitationOf<S extends InvitationState['status']> = Extract<InvitationState, { status: S }>;

/** A status as services and operators see it. */
export type ListedStatus = 'open' | 'accepted' | 'expired' | 'revoked' | 'declined';

/** Of each status: `accepted` also while that is under way. */
export const listedStatusOf: Readonly<Record<InvitationState['status'], ListedStatus>> = {
  received: 'open',
  waiting: 'open',
  linking: 'accepted',
  granting: 'accepted',
  accepted: 'accepted',
  expired: 'expired',
  revoked: 'revoked',
  declined: 'declined',
};
