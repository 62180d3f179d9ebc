import { z } from 'zod';
import { webhookEventTypes } from '../webhook-events/webhook-events.ts';

const tappedMessage = z
  .object({
    id: z
      .string()
      .describe(
        'The id of the delivery, which its receiver gets as `webhook-id`: the same where it comes again.',
      ),
    kind: z
      .enum(['callback', 'webhook', 'logout'])
      .describe('What it is: a callback, an event to a webhook, or a logout token.'),
    event: z.enum(webhookEventTypes).nullable().describe('The type of the event of a webhook, else `null`.'),
    url: z
      .string()
      .nullable()
      .describe('Where the platform would send it now; `null` where the service has no webhook.'),
    headers: z
      .record(z.string(), z.string())
      .describe('The headers of an attempt made now, with real signatures; a callback’s token among them.'),
    body: z.string().describe('The text that is posted: as it stands, since it is signed, or holds what is.'),
  })
  .meta({
    id: 'TappedMessage',
    description: 'What a service is sent, as an attempt made now would send it.',
  });

/** The answer to a listener. */
export const tappedMessages = z
  .object({
    messages: z.array(tappedMessage).describe('At most 100, in the order in which they were made.'),
    next: z.string().describe('The cursor for the next call, as `after`.'),
  })
  .meta({ id: 'TappedMessages', description: 'What a service was sent since a cursor.' });

export type TappedMessage = z.output<typeof tappedMessage>;
