import { z } from 'zod';
import { instant, language, uuid, version } from '../primitives.ts';

/** A question to the service that owns the answer. Asked again under the same id until answered. */
export const ask = z.object({ id: z.string(), at: instant, firstAt: instant });
export type Ask = z.output<typeof ask>;

/** A callback owed: the notifier makes one delivery of it, whose id is this id. */
export const owedCallback = z.object({
  id: uuid,
  url: z.string(),
  /** The service whose API secret signs it and whose client id is its audience. */
  audienceServiceId: uuid,
  sub: uuid,
  sourceId: z.union([z.string(), z.int()]),
  at: instant,
});
export type OwedCallback = z.output<typeof owedCallback>;

/** An email owed that tells a known user what they were given access to, and by whom. */
export const owedInformingEmail = z.object({
  id: uuid,
  to: z.string(),
  givenName: z.string().optional(),
  serviceName: z.string(),
  organisationName: z.string().optional(),
  /** False where access was asked for in that organisation and not given: the service's policies do not admit the user. */
  granted: z.boolean().optional(),
  /** The language that the user last chose; English where it is absent. */
  language: language.optional(),
  at: instant,
});
export type OwedInformingEmail = z.output<typeof owedInformingEmail>;

const invitationFacts = {
  id: uuid,
  kind: z.literal('invitation'),
  /** The service in the URL: the one that the person is invited to. */
  serviceId: uuid,
  /** The service that asked: its secret signs the callback. The operator's asks count as the service's own. */
  audienceServiceId: uuid,
  sourceId: z.union([z.string(), z.int()]),
  /** Absent once the person was removed. */
  email: z.string().optional(),
  givenName: z.string().optional(),
  familyName: z.string().optional(),
  organisationId: uuid.optional(),
  callback: z.string().optional(),
  userRedirect: z.string().optional(),
  subjectOverride: z.string().optional(),
  bodyOverride: z.string().optional(),
  correlationId: z.string(),
  /** A person who had this address was removed while it was open: what is personal goes when it is over and nobody was linked. */
  forgetOnceOver: z.literal(true).optional(),
  createdAt: instant,
  updatedAt: instant,
  expiresAt: instant,
};

/** Accepted for processing; whether its email is a user's is decided next. */
export const receivedInvitation = z.object({ ...invitationFacts, status: z.literal('received') });
/** Nobody has its email yet: it waits on a registration. */
export const waitingInvitation = z.object({
  ...invitationFacts,
  status: z.literal('waiting'),
  registrationId: uuid,
});
/** Its email is a user's: directory is asked to link that user. `inform`: the user did not come by its link. */
export const linkingInvitation = z.object({
  ...invitationFacts,
  status: z.literal('linking'),
  registrationId: uuid.optional(),
  userId: uuid,
  /** The version at which the user was found; whoever has the id in a later life is somebody else. */
  userVersion: version.optional(),
  inform: z.boolean(),
  ask,
});
/** The user is linked: access is asked to grant, and to show, the user at `userVersion`. */
export const grantingInvitation = z.object({
  ...invitationFacts,
  status: z.literal('granting'),
  registrationId: uuid.optional(),
  userId: uuid,
  inform: z.boolean(),
  userVersion: version,
  ask,
});
/** Everything is in place and can be read: what is owed is listed. */
export const acceptedInvitation = z.object({
  ...invitationFacts,
  status: z.literal('accepted'),
  registrationId: uuid.optional(),
  userId: uuid,
  acceptedAt: instant,
  owedCallback: owedCallback.optional(),
  owedEmail: owedInformingEmail.optional(),
});
export const expiredInvitation = z.object({
  ...invitationFacts,
  status: z.literal('expired'),
  registrationId: uuid,
});
/** Ended by the operator, or because the person was removed while it was under way. */
export const revokedInvitation = z.object({
  ...invitationFacts,
  status: z.literal('revoked'),
  registrationId: uuid.optional(),
  reason: z.enum(['operator', 'user-removed']),
});
/** The person declined it, by itself or by accepting others that waited with it. Nobody is called back. */
export const declinedInvitation = z.object({
  ...invitationFacts,
  status: z.literal('declined'),
  registrationId: uuid,
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
