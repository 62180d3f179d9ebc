import { z } from 'zod';
import { personal } from '../personal.ts';
import { instant, uuid } from '../primitives.ts';
import { identityProviderWords as words } from './identity-provider-words.ts';
import { pageOf } from './paged.ts';

/** An identity provider as the API shows it: never with its secret. */
export const managedIdentityProvider = z
  .object({
    id: uuid.describe(words.id),
    name: z.string().describe(words.name),
    issuer: z.string().describe(words.issuer),
    clientId: z.string().describe(words.clientId),
    scopes: z.array(z.string()).describe(words.scopes),
    trustEmail: z.enum(['verified', 'always']).describe(words.trustEmail),
    mfa: z.array(z.string()).describe(words.mfa),
    services: z.array(z.string()).optional().describe(words.services),
    status: z.literal([0, 1]).describe(words.status),
    redirectUri: z.string().describe(words.redirectUri),
    backchannelLogoutUri: z.string().describe(words.backchannelLogoutUri),
    createdAt: instant.describe('When it was made: ISO 8601 in UTC.'),
    updatedAt: instant.describe('When it last changed: ISO 8601 in UTC.'),
  })
  .meta({ id: 'IdentityProvider', description: 'Another OpenID provider that people may sign in with.' });

export const managedIdentityProvidersPage = pageOf('identityProviders', managedIdentityProvider);

/** An identity of a user as the API shows it. */
export const managedIdentity = z
  .object({
    id: uuid.describe('The id of the identity, made from issuer and subject.'),
    providerId: uuid.describe('The identity provider that the person came from at first.'),
    issuer: z.string().describe('The issuer of the account.'),
    subject: personal(z.string()).describe('The account at the issuer.'),
    linkedBy: z
      .enum(['email', 'registration'])
      .describe('`email`: by the address of a known user. `registration`: as the user was made.'),
    createdAt: instant.describe('When it was made: ISO 8601 in UTC.'),
  })
  .meta({ id: 'Identity', description: 'An account elsewhere that is known to be a user’s.' });

export const managedIdentitiesPage = pageOf('identities', managedIdentity);
