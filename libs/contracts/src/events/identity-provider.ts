import { z } from 'zod';
import { instant, uuid } from '../primitives.ts';
import { identityProviderWords as words } from '../resources/identity-provider-words.ts';

/** Another OpenID provider that people may sign in with. */
export const presentIdentityProvider = z.object({
  id: uuid.describe(words.id),
  kind: z.literal('identity-provider').describe('What kind of entity of this topic it is.'),
  state: z.literal('present').describe('It is known.'),
  status: z.literal([0, 1]).describe(words.status),
  name: z.string().describe(words.name),
  issuer: z.string().describe(words.issuer),
  clientId: z.string().describe(words.clientId),
  clientSecret: z
    .string()
    .optional()
    .describe('The secret, encrypted under a key that only the platform has.'),
  scopes: z.array(z.string()).describe(words.scopes),
  trustEmail: z.enum(['verified', 'always']).describe(words.trustEmail),
  mfa: z.array(z.string()).describe(words.mfa),
  services: z.array(uuid).optional().describe(words.services),
  createdAt: instant.describe('When it was made.'),
  updatedAt: instant.describe('When it last changed.'),
});

/** It was deleted; the versions go on. */
export const removedIdentityProvider = z.object({
  id: uuid.describe(words.id),
  kind: z.literal('identity-provider').describe('What kind of entity of this topic it is.'),
  state: z.literal('removed').describe('It was deleted.'),
  removedAt: instant.describe('When it was deleted.'),
});

export const identityProviderState = z.discriminatedUnion('state', [
  presentIdentityProvider,
  removedIdentityProvider,
]);
export type PresentIdentityProvider = z.output<typeof presentIdentityProvider>;
export type IdentityProviderState = z.output<typeof identityProviderState>;
