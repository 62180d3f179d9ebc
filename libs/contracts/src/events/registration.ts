import { z } from 'zod';
import { messages } from '../messages/message.ts';
import { personal } from '../personal.ts';
import { instant, language, uuid } from '../primitives.ts';
import { commandRequest } from './invitation.ts';

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
  messages,
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
