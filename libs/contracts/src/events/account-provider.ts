import { z } from 'zod';
import { instant } from '../primitives.ts';
import { accountProviderWords as words } from '../resources/account-provider-words.ts';

const parameters = z.record(z.string(), z.string());

/** A provider that the operator named. */
export const namedAccountProvider = z.object({
  issuer: z.string().describe(words.issuer),
  clientId: z.string().describe(words.clientId),
  clientSecret: z
    .string()
    .optional()
    .describe('The secret, encrypted under a key that only the platform has.'),
  redirectUri: z.string().describe(words.redirectUri),
  postLogoutRedirectUri: z.string().optional().describe(words.postLogoutRedirectUri),
  authentication: z
    .enum(['private_key_jwt', 'client_secret_post', 'client_secret_basic'])
    .describe(words.authentication),
  signingAlgorithm: z.enum(['RS256', 'PS256', 'ES256']).describe(words.signingAlgorithm),
  scopes: z.array(z.string()).describe(words.scopes),
  algorithms: z.array(z.enum(['ES256', 'RS256', 'PS256', 'EdDSA'])).describe(words.algorithms),
  parameters: parameters.describe(words.parameters),
  mfaParameters: parameters.describe(words.mfaParameters),
  mfa: z
    .object({
      claim: z.string().describe(words.mfaClaim),
      values: z.array(z.string()).describe(words.mfaValues),
    })
    .optional()
    .describe(words.mfa),
  linksByEmail: z.boolean().describe(words.linksByEmail),
});
export type NamedAccountProvider = z.output<typeof namedAccountProvider>;

/** A public key (RFC 7517, 7518): of RSA, or of the curve P-256. */
const publicJwk = z.union([
  z
    .object({
      kty: z.literal('RSA').describe('The type of the key.'),
      n: z.string().describe('The modulus, base64url.'),
      e: z.string().describe('The exponent, base64url.'),
    })
    .meta({ id: 'AccountProviderRsaKey', description: 'An RSA key.' }),
  z
    .object({
      kty: z.literal('EC').describe('The type of the key.'),
      crv: z.literal('P-256').describe('The curve.'),
      x: z.string().describe('The first coordinate, base64url.'),
      y: z.string().describe('The second coordinate, base64url.'),
    })
    .meta({ id: 'AccountProviderEcKey', description: 'A key of the curve P-256.' }),
]);

/** A key that signs client assertions. Which one signs follows from the time. */
export const accountProviderKey = z.object({
  kid: z.string().describe('The id of the key.'),
  alg: z.enum(['RS256', 'PS256', 'ES256']).describe('Its algorithm.'),
  signsFrom: instant.describe('From when on it signs, until a later one of its algorithm does.'),
  publishedUntil: instant.optional().describe('Until when it is published. Absent: until it is replaced.'),
  publicKey: publicJwk.describe('The public half.'),
  sealed: z.string().describe('The private half, encrypted under a key that only the platform has.'),
});
export type AccountProviderKey = z.output<typeof accountProviderKey>;

/** What accounts knows of the provider that people sign in with: one entity, so that one provider is in use. */
export const accountProviderState = z.object({
  id: z.literal('account-provider').describe('There is one such entity.'),
  kind: z.literal('provider').describe('What kind of entity of this topic it is.'),
  named: namedAccountProvider
    .optional()
    .describe('The provider that the operator named. Absent: the platform’s own.'),
  own: z
    .object({
      redirectUri: z.string().describe(words.redirectUri),
      postLogoutRedirectUri: z.string().optional().describe(words.postLogoutRedirectUri),
    })
    .optional()
    .describe('The addresses with the platform’s own provider. Absent: those of the demo’s site.'),
  keys: z.array(accountProviderKey).describe('The keys of client assertions.'),
  updatedAt: instant.describe('When it last changed.'),
});
export type AccountProviderState = z.output<typeof accountProviderState>;
