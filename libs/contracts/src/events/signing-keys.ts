import { z } from 'zod';
import { instant } from '../primitives.ts';

/** An RSA public key (RFC 7517, 7518). */
const publicKey = z.object({
  kty: z.literal('RSA').describe('The type of the key.'),
  n: z.string().describe('The modulus, base64url.'),
  e: z.string().describe('The exponent, base64url.'),
});

/** One key, by which ID tokens, access tokens for people and logout tokens are signed. */
export const signingKey = z.object({
  kid: z.string().describe('The id of the key.'),
  state: z
    .enum(['next', 'current', 'former'])
    .describe('Published and not signing yet; signing; or published until what it signed has run out.'),
  since: instant.describe('Since when it is in this state.'),
  publicKey: publicKey.describe('The public half.'),
  sealed: z.string().describe('The private half, encrypted under a key that only the platform has.'),
});
export type SigningKey = z.output<typeof signingKey>;

/** All signing keys of the platform in one entity, so that exactly one is current. */
export const signingKeysState = z.object({
  id: z.literal('signing-keys').describe('There is one such entity.'),
  keys: z.array(signingKey).describe('One is current and one is next. A compromised key is gone at once.'),
  compromised: z
    .array(z.object({ kid: z.string().describe('The key.'), at: instant.describe('When it was told.') }))
    .describe('Keys that the operator called compromised: all that they signed is over.'),
  updatedAt: instant.describe('When they last changed.'),
});
export type SigningKeysState = z.output<typeof signingKeysState>;
