import { z } from 'zod';
import { messages } from '../messages/message.ts';
import { instant, uuid } from '../primitives.ts';

const sessionFacts = {
  id: uuid.describe('The id of the session: the `sid` of its ID tokens and logout tokens.'),
  userId: uuid.describe('Who is signed in.'),
  method: z
    .enum(['code', 'provider'])
    .describe('How the person signed in: by a code, or by another provider.'),
  providerId: uuid.optional().describe('The identity provider that the person came from.'),
  acr: z.string().describe('The class of authentication that was reached.'),
  amr: z.array(z.string()).describe('The methods of authentication.'),
  services: z
    .array(
      z.object({
        serviceId: uuid.describe('The service.'),
        firstAt: instant.describe('When the person first signed in to it in this session.'),
      }),
    )
    .describe('The services that were signed in to, each once.'),
  startedAt: instant.describe('When the person signed in.'),
  updatedAt: instant.describe('When the state last changed. Its use alone changes nothing here.'),
};

/** The person is signed in. */
export const activeSession = z.object({
  ...sessionFacts,
  status: z.literal('active').describe('The person is signed in.'),
  expiresAt: instant.describe('When it ends, however much it is used.'),
});

/** The person is signed out; the services that want it are told, unless time ended it. */
export const endedSession = z.object({
  ...sessionFacts,
  status: z.literal('ended').describe('The person is signed out.'),
  reason: z
    .enum([
      'signed-out',
      'replaced',
      'ended-by-person',
      'ended-by-operator',
      'provider-logout',
      'user-deactivated',
      'user-removed',
      'email-changed',
      'key-compromised',
      'expired',
    ])
    .describe(
      'What ended it. `replaced`: somebody else signed in in that browser. `provider-logout`: the provider that the person came from. `expired`: its time was over.',
    ),
  endedAt: instant.describe('When it ended.'),
  messages,
});

/** One person's being signed in, in one browser. It holds no token, no cookie and no network address. */
export const sessionState = z.discriminatedUnion('status', [activeSession, endedSession]);
export type ActiveSession = z.output<typeof activeSession>;
export type EndedSession = z.output<typeof endedSession>;
export type SessionState = z.output<typeof sessionState>;
