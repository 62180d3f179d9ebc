import { z } from 'zod';
import { personal } from '../personal.ts';
import { instant, language, uuid } from '../primitives.ts';
import { commandRequest } from './invitation.ts';

/** The email with link and code of an open registration, by generation: a resend makes another. */
export const registrationEmailToSend = z.object({
  id: uuid.describe('The id of the delivery, made from registration and generation.'),
  generation: z.int().positive().describe('The number of the email: 1, and one more for each resend.'),
  to: personal(z.string()).describe('The address that it goes to.'),
  /**
   * JSON `{ token, code }` sealed under the master key in the context `registration:<registration id>:<generation>`.
   * Absent once sent.
   */
  sealed: z
    .string()
    .optional()
    .describe('Link and code, encrypted under a key that only the platform has. Absent once sent.'),
  givenName: personal(z.string()).optional().describe('The given name.'),
  serviceId: uuid.describe('The service that the email names.'),
  serviceName: z.string().describe('The name of the service.'),
  organisationName: z.string().optional().describe('The name of the organisation.'),
  subjectOverride: personal(z.string()).optional().describe("The service's own subject for the email."),
  bodyOverride: personal(z.string()).optional().describe("The service's own words for the email."),
  expiresAt: instant.describe('Until when it can be accepted.'),
  language: personal(language)
    .optional()
    .describe('The language that the person last chose: English where it is absent.'),
  correlationId: z.string().describe('The request that began it.'),
  at: instant.describe('When it became due.'),
});
export type RegistrationEmailToSend = z.output<typeof registrationEmailToSend>;

const registrationFacts = {
  id: uuid.describe('The id of the registration.'),
  kind: z.literal('registration').describe('What kind of entity of this topic it is.'),
  email: personal(z.string())
    .optional()
    .describe('The address that becomes a user. Absent once the person was removed.'),
  generation: z.int().positive().describe('The number of the email: 1, and one more for each resend.'),
  eraseOnceOver: z
    .literal(true)
    .optional()
    .describe(
      'The person with this address was removed while it was open: the address is erased when it ends.',
    ),
  language: personal(language)
    .optional()
    .describe('The language that the person last chose: English where it is absent.'),
  createdAt: instant.describe('When it was made.'),
  updatedAt: instant.describe('When it last changed.'),
  expiresAt: instant.describe('Until when it can be accepted.'),
};

/** The link works. */
export const openRegistration = z.object({
  ...registrationFacts,
  status: z.literal('open').describe('The link works.'),
  emailToSend: registrationEmailToSend.describe('The email to be sent.'),
});
/** The person gave the right code: a command request to directory makes (or finds) the user with this email. */
export const acceptedRegistration = z.object({
  ...registrationFacts,
  status: z.literal('accepted').describe('The person gave the right code.'),
  userId: uuid.describe('The id that a new user takes.'),
  givenName: personal(z.string()).optional().describe('The given name.'),
  familyName: personal(z.string()).optional().describe('The family name.'),
  shown: z
    .array(uuid)
    .describe(
      'The invitations that the page named and the person accepted: their user needs no informing email.',
    ),
  declined: z
    .array(uuid)
    .optional()
    .describe('The invitations that the page named and the person left out: they end as `declined`.'),
  correlationId: z.string().describe('The request that began it.'),
  acceptedAt: instant.describe('When it was accepted.'),
  commandRequest: commandRequest.optional().describe('The command request that waits for its reply.'),
});
/** Over, and why: it ran out, nobody waited on it any more, or its email became a user's otherwise. */
export const endedRegistration = z
  .object({
    ...registrationFacts,
    status: z
      .enum(['expired', 'revoked', 'superseded'])
      .describe("It ran out, nobody waited on it any more, or its email became a user's otherwise."),
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
