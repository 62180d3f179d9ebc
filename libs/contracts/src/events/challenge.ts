import { z } from 'zod';
import { messages } from '../messages/message.ts';
import { personal } from '../personal.ts';
import { instant, language, uuid } from '../primitives.ts';
import { commandRequest } from './invitation.ts';

const challengeFacts = {
  id: uuid.describe('The id of the challenge.'),
  email: personal(z.string())
    .optional()
    .describe('The address that is to be proved, as it was typed. Absent once the person was removed.'),
  serviceId: uuid.optional().describe('The service that the person wants to sign in to.'),
  language: personal(language).optional().describe('The language of the page.'),
  correlationId: z.string().describe('The request that began it.'),
  createdAt: instant.describe('When it was made.'),
  updatedAt: instant.describe('When it last changed.'),
};

/** The address is to be proved. Which email goes out is decided on this state: the page never knows. */
export const openChallenge = z.object({
  ...challengeFacts,
  status: z.literal('open').describe('The address is to be proved.'),
  generation: z
    .int()
    .positive()
    .describe('The number of the email: 1, and one more each time it is sent again.'),
  expiresAt: instant.describe('Until when its code works.'),
  sealed: z.string().describe('The code, encrypted under a key that only the platform has.'),
  sent: z
    .object({
      generation: z.int().positive().describe('The email that was decided.'),
      email: z
        .enum(['code', 'no-account', 'deactivated'])
        .describe('What it says: the code, that there is no account, or that the account is deactivated.'),
    })
    .optional()
    .describe('Which email goes out. Absent until that is decided.'),
  messages,
});

/** The right code was given for an address that nobody has: directory is asked to make the user, or to find who has it by then. */
export const provedChallenge = z.object({
  ...challengeFacts,
  status: z.literal('proved').describe('The right code was given for an address that nobody has.'),
  userId: uuid.describe('The id that a new user takes.'),
  givenName: personal(z.string()).optional().describe('The given name.'),
  familyName: personal(z.string()).optional().describe('The family name.'),
  shown: z.array(uuid).describe('The invitations that the page named: their user needs no informing email.'),
  commandRequest: commandRequest.optional().describe('The command request that waits for its reply.'),
});

/** Over, and how. */
export const endedChallenge = z.object({
  ...challengeFacts,
  status: z.literal('ended').describe('It is over: no code works for it.'),
  outcome: z
    .enum(['signed-in', 'registered', 'wrong-codes', 'replaced', 'expired'])
    .describe(
      'How it ended: the person signed in or was made a user, five wrong codes were given, another address took its place, or its time was over.',
    ),
  userId: uuid.optional().describe('Who signed in, or was made a user.'),
  shown: provedChallenge.shape.shown.optional(),
});

/** One address to be proved in one interaction. Neither its code nor who asked for it is in the clear. */
export const challengeState = z.discriminatedUnion('status', [
  openChallenge,
  provedChallenge,
  endedChallenge,
]);
export type OpenChallenge = z.output<typeof openChallenge>;
export type ProvedChallenge = z.output<typeof provedChallenge>;
export type EndedChallenge = z.output<typeof endedChallenge>;
export type ChallengeState = z.output<typeof challengeState>;
