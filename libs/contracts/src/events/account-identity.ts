import { z } from 'zod';
import { messages, subscriptionEndMessage } from '../messages/message.ts';
import { personal } from '../personal.ts';
import { instant, uuid } from '../primitives.ts';
import { commandRequest } from './invitation.ts';

/** What accounts asks directory for. */
const directoryRequest = z.object({
  ...commandRequest.shape,
  ask: z
    .enum(['make', 'email', 'remove'])
    .describe('To make the user, to change the email of the user that it made, or to remove that user.'),
  email: personal(z.string()).optional().describe('The address: of the new user, or the changed one.'),
  givenName: personal(z.string()).optional().describe('The given name of the new user.'),
  familyName: personal(z.string()).optional().describe('The family name of the new user.'),
});
export type DirectoryRequest = z.output<typeof directoryRequest>;

const identityFacts = {
  id: uuid.describe('The id of the identity, made from issuer and subject.'),
  issuer: z.string().describe('The issuer of the account.'),
  subject: personal(z.string()).optional().describe('The account at the issuer.'),
  legacySubject: personal(z.string()).optional().describe('The former subject, as the provider gave it.'),
  email: personal(z.string()).optional().describe('The address, as the provider last said.'),
  emailVerified: z.boolean().optional().describe('Whether the provider says that the address is proved.'),
  createdAt: instant.describe('When it was made.'),
  updatedAt: instant.describe('When it last changed.'),
  messages,
};

/** The provider's side told of it. Who it is, its first sign-in decides. */
export const knownAccountIdentity = z.object({
  ...identityFacts,
  status: z.literal('known').describe('Nobody signed in with it yet.'),
});

/** It is a user's, for good. */
export const linkedAccountIdentity = z.object({
  ...identityFacts,
  status: z.literal('linked').describe('It is a user’s.'),
  userId: uuid.describe('The user.'),
  linkedBy: z
    .enum(['operator', 'email', 'new', 'own'])
    .describe(
      'How it became the user’s: by the operator, by a verified email, as the user was made for it, or as an account of the platform’s own provider.',
    ),
  metUserId: uuid
    .optional()
    .describe(
      'The user who has its verified email and another identity already: a new user was made instead.',
    ),
  commandRequest: directoryRequest.optional().describe('The command request that waits for its reply.'),
});

/** The account has another subject now: another identity took its place, user and all. */
export const movedAccountIdentity = z.object({
  id: uuid.describe('The id of the identity.'),
  status: z.literal('moved').describe('Another identity took its place.'),
  movedTo: uuid.describe('The id of that identity.'),
  movedAt: instant.describe('When it moved.'),
  userId: uuid.optional().describe('Whose it was.'),
  linkedBy: linkedAccountIdentity.shape.linkedBy.optional(),
});

/** Gone: its id alone is left, and the versions go on. */
export const removedAccountIdentity = z.object({
  id: uuid.describe('The id of the identity.'),
  status: z.literal('removed').describe('It is nobody’s.'),
  removedAt: instant.describe('When it was removed.'),
  userId: uuid.optional().describe('The user whose removal waits for its reply.'),
  commandRequest: commandRequest
    .optional()
    .describe('The command request that waits for its reply: to remove that user.'),
  messages: z.array(subscriptionEndMessage).optional().describe('What is to be sent.'),
});

/** An account at the provider that accounts signs people in with. */
export const accountIdentityState = z.discriminatedUnion('status', [
  knownAccountIdentity,
  linkedAccountIdentity,
  movedAccountIdentity,
  removedAccountIdentity,
]);
export type KnownAccountIdentity = z.output<typeof knownAccountIdentity>;
export type LinkedAccountIdentity = z.output<typeof linkedAccountIdentity>;
export type MovedAccountIdentity = z.output<typeof movedAccountIdentity>;
export type RemovedAccountIdentity = z.output<typeof removedAccountIdentity>;
export type AccountIdentityState = z.output<typeof accountIdentityState>;
