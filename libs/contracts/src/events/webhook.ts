import { z } from 'zod';
import { messages } from '../messages/message.ts';
import { instant, uuid } from '../primitives.ts';
import { webhookWords } from '../resources/webhook-words.ts';

const webhookFacts = {
  id: uuid.describe('The id of the service: it has one webhook.'),
  url: z.string().describe(webhookWords.url),
  events: z.array(z.string()).describe(webhookWords.events),
  enabledAt: instant.describe(
    'When it was made, or last enabled: what was made before is not sent any more.',
  ),
  createdAt: instant.describe('When it was made.'),
  updatedAt: instant.describe('When it last changed.'),
  messages,
};

/** Events are sent to it. */
export const enabledWebhook = z.object({
  ...webhookFacts,
  status: z.literal('enabled').describe('Events are sent to it.'),
  failingSince: instant.optional().describe(webhookWords.failingSince),
  pausedAt: instant.optional().describe('Since when its service is disabled: nothing is sent meanwhile.'),
});

/** Nothing is sent to it. */
export const disabledWebhook = z.object({
  ...webhookFacts,
  status: z.literal('disabled').describe('Nothing is sent to it.'),
  disabledReason: z.enum(['request', 'gone', 'failing']).describe(webhookWords.disabledReason),
  disabledAt: instant.describe(webhookWords.disabledAt),
  failingSince: instant.optional().describe(webhookWords.failingSince),
});

/** It was deleted: its address is gone, and the versions go on. */
export const removedWebhook = z.object({
  id: uuid.describe('The id of the service.'),
  status: z.literal('removed').describe('It was deleted.'),
  removedAt: instant.describe('When it was deleted.'),
});

/** Where a service is told of changes, and of which. */
export const webhookState = z.discriminatedUnion('status', [enabledWebhook, disabledWebhook, removedWebhook]);
export type EnabledWebhook = z.output<typeof enabledWebhook>;
export type DisabledWebhook = z.output<typeof disabledWebhook>;
export type WebhookState = z.output<typeof webhookState>;
