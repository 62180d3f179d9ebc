import { z } from 'zod';
import { personal } from '../personal.ts';
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
  id: uuid.describe('The id of the delivery. Receivers get it as `webhook-id`.'),
  kind: z.enum(['callback', 'email']).describe('What is delivered.'),
  serviceId: uuid.optional().describe('The service that it is for.'),
  causedBy: uuid.describe('The invitation or registration that it comes from.'),
  url: z.string().optional().describe('Where a callback goes.'),
  to: personal(z.string())
    .optional()
    .describe(
      'The address that an email goes to. The delivery, and this record of it, are deleted after 30 days.',
    ),
  status: z
    .enum(['pending', 'delivered', 'failed'])
    .describe(
      '`pending`: it is tried until it succeeds. `delivered`: the receiver took it. `failed`: it was given up.',
    ),
  nextAttemptAt: instant.optional().describe('When it is tried next; absent once it is over.'),
  attempts: z.array(deliveryAttempt).describe('Every attempt, the oldest first.'),
  correlationId: z.string().describe('The request that began it.'),
  createdAt: instant.describe('When it was taken on.'),
  updatedAt: instant.describe('When it last changed.'),
});
export type DeliveryState = z.output<typeof deliveryState>;
