import { z } from 'zod';
import { instant, uuid } from '../primitives.ts';
import { webhookEventTypes } from '../webhook-events/webhook-events.ts';
import { webhookWords } from './webhook-words.ts';

/** All events, by this name alone. */
export const ALL_EVENTS = '*';

/** A type of events that a webhook may want, or `*`. */
export const wantedEvent = z.enum([ALL_EVENTS, ...webhookEventTypes]);

/** A service's webhook as the API shows it. */
export const managedWebhook = z
  .object({
    serviceId: uuid.describe('The id of the service: a UUID in upper case.'),
    url: z.string().meta({ format: 'uri' }).describe(webhookWords.url),
    events: z.array(z.string()).describe(webhookWords.events),
    status: z.enum(['enabled', 'disabled']).describe(webhookWords.status),
    disabledReason: z.enum(['request', 'gone', 'failing']).nullable().describe(webhookWords.disabledReason),
    disabledAt: instant.nullable().describe(webhookWords.disabledAt),
    failingSince: instant.nullable().describe(webhookWords.failingSince),
    createdAt: instant.describe('When it was made: ISO 8601 in UTC.'),
    updatedAt: instant.describe('When it last changed: ISO 8601 in UTC.'),
  })
  .meta({ id: 'Webhook', description: 'Where a service is told of changes, and of which.' });
