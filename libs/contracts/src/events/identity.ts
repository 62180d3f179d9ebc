import { z } from 'zod';
import { messages } from '../messages/message.ts';
import { personal } from '../personal.ts';
import { instant, uuid } from '../primitives.ts';

/** An account elsewhere that is known to be a user's. */
export const linkedIdentity = z.object({
  id: uuid.describe('The id of the identity, made from issuer and subject.'),
  kind: z.literal('identity').describe('What kind of entity of this topic it is.'),
  status: z.literal('linked').describe('It is a user’s.'),
  userId: uuid.describe('The user.'),
  providerId: uuid.describe('The identity provider.'),
  issuer: z.string().describe('The issuer of the account.'),
  subject: personal(z.string()).optional().describe('The account at the issuer.'),
  linkedBy: z
    .enum(['email', 'registration'])
    .describe('By the address of a known user, or as the user was made.'),
  createdAt: instant.describe('When it was made.'),
  messages,
});

/** Taken from its user, or gone with the person: nothing personal is left, and the versions go on. */
export const removedIdentity = z.object({
  id: uuid.describe('The id of the identity.'),
  kind: z.literal('identity').describe('What kind of entity of this topic it is.'),
  status: z.literal('removed').describe('It is nobody’s.'),
  removedAt: instant.describe('When it was removed.'),
});

export const identityState = z.discriminatedUnion('status', [linkedIdentity, removedIdentity]);
export type LinkedIdentity = z.output<typeof linkedIdentity>;
export type IdentityState = z.output<typeof identityState>;
