import type { AccountProviderKey } from '@gatehouse/contracts';
import { z } from 'zod';

export const clientKey = z
  .object({
    kty: z.enum(['RSA', 'EC']).describe('The type of the key.'),
    kid: z.string().describe('The id of the key.'),
    alg: z.enum(['RS256', 'PS256', 'ES256']).describe('Its algorithm.'),
    use: z.literal('sig').describe('It checks signatures.'),
    n: z.string().optional().describe('The modulus of an RSA key, base64url.'),
    e: z.string().optional().describe('The exponent of an RSA key, base64url.'),
    crv: z.literal('P-256').optional().describe('The curve of an EC key.'),
    x: z.string().optional().describe('The first coordinate of an EC key, base64url.'),
    y: z.string().optional().describe('The second coordinate of an EC key, base64url.'),
  })
  .meta({
    id: 'ClientKey',
    description: 'A public key (RFC 7517) that checks the platform’s client assertions.',
  });

/** The public keys of client assertions. */
export const clientKeys = z
  .object({
    keys: z.array(clientKey).describe('The keys that may sign now or soon, and those that lately did.'),
  })
  .meta({
    id: 'ClientKeys',
    description: 'The keys by which the platform proves who it is at the provider.',
  });

/** The public half of a key, as it is published. */
export function publicJwkOf({ kid, alg, publicKey }: AccountProviderKey): z.input<typeof clientKey> {
  return { ...publicKey, kid, alg, use: 'sig' };
}
