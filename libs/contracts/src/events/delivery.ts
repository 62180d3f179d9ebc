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

export const deliveryKind = z
  .enum(['callback', 'webhook', 'logout', 'subscription', 'email'])
  .describe('What is delivered.');
export type DeliveryKind = z.output<typeof deliveryKind>;

export const deliveryStatus = z
  .enum(['pending', 'delivered', 'failed', 'superseded'])
  .describe(
    '`pending`: it is tried until it succeeds. `delivered`: the receiver took it. `failed`: it was given up. `superseded`: a later one says it all.',
  );
export type DeliveryStatus = z.output<typeof deliveryStatus>;

/** A message and the record of its attempts; never the content. */
export const deliveryState = z.object({
  id: uuid.describe('The id of the delivery. Receivers get it as `webhook-id`.'),
  kind: deliveryKind,
  serviceId: uuid
    .optional()
    .describe('The service that it is for: whose secret signs it, or on whose behalf an email is sent.'),
  causedBy: z.string().describe('The id of the entity that wanted it sent.'),
  url: z.string().optional().describe('Where it goes, or last went; absent for an email.'),
  event: z.string().optional().describe('The type of the event that a webhook is told.'),
  data: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('The data of that event: ids, names of members, a version.'),
  to: personal(z.string())
    .optional()
    .describe(
      'The address that an email goes to. The delivery, and this record of it, are deleted after 30 days.',
    ),
  status: deliveryStatus,
  nextAttemptAt: instant.optional().describe('When it is tried next; absent once it is over.'),
  attempts: z.array(deliveryAttempt).describe('Every attempt, the oldest first.'),
  correlationId: z.string().describe('The request that began it.'),
  createdAt: instant.describe('When it was taken on.'),
  updatedAt: instant.describe('When it last changed.'),
});
export type DeliveryState = z.output<typeof deliveryState>;
