import type { Webhook } from './delivery-answers.ts';
import { ifThere, type OwnCalls, read, removed } from './own-calls.ts';
import { path } from './transport.ts';
import type { WebhookEventType } from './webhook-events.ts';

/** Where events are posted to, and which. */
export interface WebhookRegistration {
  /** https, or http where the platform allows it. */
  url: string;
  /** `['*']`: all, also those that later releases add. */
  events: readonly WebhookEventType[] | readonly ['*'];
  /** Default `enabled`: it enables a webhook that is disabled, too. */
  status?: 'enabled' | 'disabled';
}

export interface WebhookCalls {
  webhook(service?: string): Promise<Webhook | undefined>;
  /** Registers the service's webhook, or replaces it. */
  putWebhook(registration: WebhookRegistration, service?: string): Promise<Webhook>;
  /** False where there is none. */
  removeWebhook(service?: string): Promise<boolean>;
  /** Sends a test to the webhook, of `webhook.test` or another type: one attempt. It is not tried again by itself. */
  testWebhook(type?: WebhookEventType, service?: string): Promise<{ deliveryId: string }>;
}

/** The calls about where the service is told of changes. */
export function webhookCalls({ send, clientId }: OwnCalls): WebhookCalls {
  const webhookPath = (service: string) => path`/services/${service}/webhook`;
  return {
    webhook: (service = clientId) => ifThere(read(send, webhookPath(service))),
    async putWebhook(json, service = clientId) {
      return (await send({ method: 'PUT', path: webhookPath(service), json })) as Webhook;
    },
    removeWebhook: (service = clientId) => removed(send, webhookPath(service)),
    async testWebhook(type, service = clientId) {
      const target = path`/services/${service}/webhook/test`;
      const answer = await send({ method: 'POST', path: target, json: { type }, once: true });
      return answer as { deliveryId: string };
    },
  };
}
