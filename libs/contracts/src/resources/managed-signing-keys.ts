import { z } from 'zod';

const signingKey = z
  .object({
    kid: z.string().describe('The id of the key, as tokens and `/oidc/jwks` name it.'),
    state: z
      .enum(['next', 'current', 'former'])
      .describe('Published and not signing yet; signing; or published until what it signed has run out.'),
    since: z.string().describe('Since when it is in this state.'),
  })
  .meta({ id: 'SigningKey', description: 'A key that signs tokens.' });

/** The keys that sign tokens, as the operator sees them. */
export const managedSigningKeys = z
  .object({ signingKeys: z.array(signingKey).describe('All keys; one is current and one is next.') })
  .meta({ id: 'SigningKeys', description: 'The keys that sign tokens.' });

/** What the operator asks for. */
export const signingKeysChange = z
  .strictObject({
    compromised: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('The id of a key that others may have. Without it the next key is brought in.'),
  })
  .meta({ id: 'SigningKeysChange', description: 'Which key is to go at once, if any.' });
