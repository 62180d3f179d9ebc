import { z } from 'zod';
import { instant, uuid } from '../primitives.ts';

/** One try: when, how it was answered or what went wrong, and how long it took. */
export const deliveryAttempt = z
  .object({
    at: instant.describe('When it began: ISO 8601 in UTC.'),
    status: z
      .int()
      .optional()
      .describe('The HTTP status that a receiver answered, or the reply code of a mail server.'),
    error: z.string().optional().describe('What went wrong, where it did.'),
    durationMs: z.int().nonnegative().describe('How long it took, in milliseconds.'),
  })
  .meta({ id: 'DeliveryAttempt', description: 'One attempt to deliver a callback or an email.' });
export type DeliveryAttempt = z.output<typeof deliveryAttempt>;

/** A callback or email and the record of its attempts; never the content. */
export const deliveryState = z.object({
  id: uuid,
  kind: z.enum(['callback', 'email']),
  serviceId: uuid.optional(),
  /** The invitation or registration that owed it. */
  owedBy: uuid,
  url: z.string().optional(),
  to: z.string().optional(),
  status: z.enum(['pending', 'delivered', 'failed']),
  nextAttemptAt: instant.optional(),
  attempts: z.array(deliveryAttempt),
  correlationId: z.string(),
  createdAt: instant,
  updatedAt: instant,
});
export type DeliveryState = z.output<typeof deliveryState>;
