import { z } from 'zod';
import { instant, uuid } from '../primitives.ts';
import { webhookEvent } from '../webhook-events/webhook-events.ts';

/** A webhook event to send: the notifier makes a delivery of it for each of the services whose webhook wants it. */
export const webhookMessage = z
  .object({
    id: uuid.describe('The id of the message. The ids of its deliveries are made from it and the service.'),
    kind: z.literal('webhook').describe('What is to be sent: an event to the webhooks of services.'),
    at: instant.describe('When it became due.'),
    correlationId: z.string().describe('The request that began it.'),
    serviceIds: z.array(uuid).describe('The services whose webhooks are told, each once.'),
    event: webhookEvent.describe('The body of the webhook.'),
    also: z
      .array(
        z
          .object({
            id: uuid.describe('The id of the message about it.'),
            organisationId: uuid.describe('The organisation that the event is about.'),
          })
          .meta({ id: 'WebhookAboutAnother', description: 'The same event about another organisation.' }),
      )
      .optional()
      .describe(
        'The same event about other organisations, each a message of its own: hundreds of memberships of a user may change at once.',
      ),
  })
  .meta({ id: 'WebhookMessage', description: 'A webhook event to be sent.' });
export type WebhookMessage = z.output<typeof webhookMessage>;

/** A webhook's message as it is written: one for each event. */
export function messagesIn({ also = [], ...message }: WebhookMessage): WebhookMessage[] {
  const { event } = message;
  const others = also.map(({ id, organisationId }) => {
    const data = { ...event.data, organisationId };
    return { ...message, id, event: { ...event, data } as typeof event };
  });
  return [message, ...others];
}
