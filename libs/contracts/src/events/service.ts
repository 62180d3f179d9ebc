import { z } from 'zod';
import { instant, uuid } from '../primitives.ts';
import { roleWords } from '../resources/person-words.ts';
import { policyWords } from '../resources/policy-words.ts';
import { serviceWords } from '../resources/service-words.ts';
import { signInWords } from '../resources/sign-in-words.ts';

/** A role of a service. Its code names it; codes are case-sensitive. */
export const role = z.object({
  id: uuid.describe(roleWords.id),
  code: z.string().describe(roleWords.code),
  name: z.string().describe(roleWords.name),
  numericId: z.string().describe(roleWords.numericId),
  status: z.enum(['Active', 'Inactive']).describe(roleWords.status),
});
export type Role = z.output<typeof role>;

export const policyOperator = z.enum(['is', 'is_not', 'starts_with']);

/** One condition of a policy: a dotted field of the user document, an operator, and values; one that matches is enough. */
export const policyCondition = z.object({
  field: z.string().describe(policyWords.field),
  operator: policyOperator.describe(policyWords.operator),
  value: z.array(z.string()).describe(policyWords.value),
});
export type PolicyCondition = z.output<typeof policyCondition>;

/** Conditions on users and organisations; who meets them may have the roles whose codes `roles` lists. */
export const policy = z.object({
  id: z.string().describe('The id of the policy, unique in its service.'),
  name: z.string().describe(policyWords.name),
  conditions: z.array(policyCondition).describe(policyWords.conditions),
  roles: z.array(z.string()).describe(policyWords.roles),
});
export type Policy = z.output<typeof policy>;

/** An API secret, sealed under the master key in the context `service-secret:<service id>`. */
export const sealedSecret = z.object({
  id: uuid.describe('The id of the secret.'),
  sealed: z.string().describe('The secret, encrypted under a key that only the platform has.'),
  createdAt: instant.describe('When it was made.'),
  expiresAt: instant.optional().describe('Set at a rotation: until then it still verifies.'),
});
export type SealedSecret = z.output<typeof sealedSecret>;

/** A client secret of sign-in, of which only the digest is kept. */
export const clientSecret = z.object({
  id: uuid.describe('The id of the secret.'),
  sha256: z.string().describe('The SHA-256 digest of the secret, base64url.'),
  createdAt: instant.describe('When it was made.'),
  expiresAt: instant.optional().describe('Set at a rotation: until then it still counts.'),
});
export type ClientSecret = z.output<typeof clientSecret>;

/** How people sign in to a service. */
export const serviceSignIn = z.object({
  postLogoutRedirectUris: z.array(z.string()).describe(signInWords.postLogoutRedirectUris),
  backchannelLogoutUri: z.string().optional().describe(signInWords.backchannelLogoutUri),
  startUrl: z.string().optional().describe(signInWords.startUrl),
  clientAuth: z.enum(['secret', 'private_key_jwt']).describe(signInWords.clientAuth),
  jwks: z
    .object({ keys: z.array(z.record(z.string(), z.unknown())).describe('Public keys (RFC 7517).') })
    .optional()
    .describe(signInWords.jwks),
  jwksUri: z.string().optional().describe(signInWords.jwksUri),
  pkce: z.enum(['required', 'optional']).describe(signInWords.pkce),
  organisations: z.enum(['granted', 'member']).describe(signInWords.organisations),
  refreshTokens: z.boolean().describe(signInWords.refreshTokens),
});
export type ServiceSignIn = z.output<typeof serviceSignIn>;

/**
 * A relying party. One that was deleted stays as a tombstone: `removedAt` is there, it is disabled (status 0, which is all
 * that an older reader sees), its client id and name are empty, and it has no secrets.
 */
export const serviceState = z.object({
  id: uuid.describe('The id of the service, which never changes.'),
  builtIn: z.literal(true).optional().describe(serviceWords.builtIn),
  clientId: z.string().describe(serviceWords.clientId),
  name: z.string().describe(serviceWords.name),
  description: z.string().optional().describe(serviceWords.description),
  status: z.literal([0, 1]).describe(serviceWords.status),
  redirectUris: z.array(z.string()).describe(serviceWords.redirectUris),
  parentId: uuid.optional().describe(serviceWords.parentId),
  params: z.record(z.string(), z.string()).describe(serviceWords.params),
  roles: z.array(role).describe('Its roles, in the order in which they were made.'),
  policies: z.array(policy).describe('Its policies, in the order in which they were made.'),
  secrets: z.array(sealedSecret).describe('Its API secrets that may still verify, newest first.'),
  signIn: serviceSignIn.optional().describe('How people sign in to it. Absent: nobody can.'),
  clientSecrets: z
    .array(clientSecret)
    .optional()
    .describe('Its client secrets of sign-in that may still count, newest first.'),
  createdAt: instant.describe('When it was made.'),
  updatedAt: instant.describe('When it last changed.'),
  removedAt: instant
    .optional()
    .describe('Set once it was deleted, and absent again if it is made again under its id.'),
});
export type ServiceState = z.output<typeof serviceState>;
