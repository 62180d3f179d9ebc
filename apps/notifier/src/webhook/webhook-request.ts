import { faultOfReceiverUrl } from '@gatehouse/callback-address';
import { ALL_EVENTS, wantedEvent, webhookWords } from '@gatehouse/contracts';
import { z } from 'zod';

function members(allowPrivate: boolean) {
  return {
    url: z
      .string()
      .max(2_048)
      .superRefine((text, context) => {
        const message = faultOfReceiverUrl(text, allowPrivate);
        if (message !== undefined) context.addIssue({ code: 'custom', message });
      })
      .meta({ format: 'uri', description: webhookWords.url }),
    events: z
      .array(wantedEvent)
      .min(1)
      .refine((events) => new Set(events).size === events.length, { error: 'must hold each type once' })
      .refine((events) => events.length === 1 || !events.includes(ALL_EVENTS), {
        error: `must hold ${ALL_EVENTS} alone`,
      })
      .describe(`${webhookWords.events} Each once.`),
    status: z.enum(['enabled', 'disabled']).default('enabled').describe(webhookWords.status),
  };
}

const about = 'Where a service wants to be told of changes, and of which.';

/** The body of a webhook as a service puts it: unknown members are ignored. */
export function webhookBody(allowPrivate: boolean) {
  return z.object(members(allowPrivate)).meta({ id: 'WebhookBody', description: about });
}

/** As the operator puts it: unknown members are faults. */
export function managedWebhookBody(allowPrivate: boolean) {
  return z.strictObject(members(allowPrivate)).meta({ id: 'ManagedWebhookBody', description: about });
}
