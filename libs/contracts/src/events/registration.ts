import { z } from 'zod';
import { instant, language, uuid } from '../primitives.ts';
import { ask } from './invitation.ts';

/** The email with link and code that an open registration owes, by generation: a resend owes another. */
export const owedRegistrationEmail = z.object({
  /** Made from registration and generation. */
  id: uuid,
  generation: z.int().positive(),
  to: z.string(),
  /**
   * JSON `{ token, code }` sealed under the master key in the context `registration:<registration id>:<generation>`.
   * Absent once sent.
   */
  sealed: z.string().optional(),
  givenName: z.string().optional(),
  serviceId: uuid,
  serviceName: z.string(),
  organisationName: z.string().optional(),
  subjectOverride: z.string().optional(),
  bodyOverride: z.string().optional(),
  expiresAt: instant,
  /** See the registration's. */
  language: language.optional(),
  correlationId: z.string(),
  at: instant,
});
export type OwedRegistrationEmail = z.output<typeof owedRegistrationEmail>;

const registrationFacts = {
  id: uuid,
  kind: z.literal('registration'),
  email: z.string().optional(),
  generation: z.int().positive(),
  /** A person who had this address was removed while it was open: the address goes when it is over. */
  forgetOnceOver: z.literal(true).optional(),
  /** The language that the person last chose on its pages; English where it is absent. */
  language: language.optional(),
  createdAt: instant,
  updatedAt: instant,
  expiresAt: instant,
};

/** The link works. */
export const openRegistration = z.object({
  ...registrationFacts,
  status: z.literal('open'),
  owedEmail: owedRegistrationEmail,
});
/** The person gave the right code: directory is asked to make (or find) the user with this email. */
export const acceptedRegistration = z.object({
  ...registrationFacts,
  status: z.literal('accepted'),
  /** The id that a new user takes. */
  userId: uuid,
  givenName: z.string().optional(),
  familyName: z.string().optional(),
  /** The invitations that the page named and the person accepted: their user needs no informing email. */
  shown: z.array(uuid),
  /** Those that the page named and the person left out: they end as `declined`. */
  declined: z.array(uuid).optional(),
  correlationId: z.string(),
  acceptedAt: instant,
  /** Absent once answered. */
  ask: ask.optional(),
});
/** Over, and why: it ran out, nobody waited on it any more, or its email became a user's otherwise. */
export const endedRegistration = z
  .object({
    ...registrationFacts,
    status: z.enum(['expired', 'revoked', 'overtaken']),
  })
  .meta({ title: 'EndedRegistrationState' });

export const registrationState = z.discriminatedUnion('status', [
  openRegistration,
  acceptedRegistration,
  endedRegistration,
]);
export type RegistrationState = z.output<typeof registrationState>;
export type OpenRegistration = z.output<typeof openRegistration>;
export type AcceptedRegistration = z.output<typeof acceptedRegistration>;
