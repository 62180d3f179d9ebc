import { z } from 'zod';

const DAY_SECONDS = 86_400;

/** The body of a rotation: how long the secret that is replaced still counts. */
export const secretRotation = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(7 * DAY_SECONDS)
      .default(DAY_SECONDS)
      .describe('For how many seconds the replaced secret still verifies. 0: it stops at once.'),
  })
  .meta({ id: 'SecretRotation', description: 'How a secret is rotated.' });
