import { z } from 'zod';
import { maybe } from '../gateway/answers.ts';

/** `GET /manage/health`, as far as the overview shows it. */
export const platformHealth = z.object({
  apps: z.array(
    z.object({
      name: z.string(),
      ready: z.boolean(),
      outboxAgeMs: maybe(z.number()),
      lag: maybe(z.array(z.object({ topic: z.string(), group: z.string(), records: z.number() }))),
    }),
  ),
  deadLetters: maybe(z.number()),
  failingWebhooks: maybe(z.number()),
});
