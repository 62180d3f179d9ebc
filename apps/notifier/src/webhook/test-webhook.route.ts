import { testWebhookEvent, uuid, webhookEventTypes } from '@gatehouse/contracts';
import { tooManyRequests } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { PerMinute } from '@gatehouse/runtime';
import { newId } from '@gatehouse/runtime';
import { z } from 'zod';
import type { MakeEventDelivery } from './make-event-delivery.ts';
import { knownWebhook } from './shown-webhook.ts';
import { resolveService, SERVICE_PATHS, type WebhookRouteDependencies } from './webhook-paths.ts';
import type { Webhooks } from './webhooks.store.ts';

interface TestWebhookDependencies extends WebhookRouteDependencies {
  webhooks: Webhooks;
  makeEvent: MakeEventDelivery;
  limit: PerMinute;
  now: () => number;
}

const body = z
  .object({
    type: z
      .enum(webhookEventTypes)
      .default('webhook.test')
      .describe('The type of the event; its ids are zeros.'),
  })
  .meta({ id: 'WebhookTestBody', description: 'A test of a webhook.' });

const made = z
  .object({ deliveryId: uuid.describe('The id of the delivery; the receiver gets it as `webhook-id`.') })
  .meta({ id: 'WebhookTestMade', description: 'A test that is on its way.' });

/** `POST /services/{id}/webhook/test`, and the operator's: one attempt, which counts neither as failure nor as success. */
export function testWebhookRoutes(dependencies: TestWebhookDependencies): Route[] {
  const { webhooks, makeEvent, limit, now } = dependencies;
  return SERVICE_PATHS.map(({ prefix, access, name }) =>
    route({
      method: 'post',
      path: `${prefix}/webhook/test`,
      access,
      operationId: name('test', 'Webhook'),
      summary: 'Send a test to the webhook of a service',
      described: {
        text: 'One attempt of `webhook.test`, or of another type with ids of zeros; also where the webhook is disabled.',
        refusals: { 'too-many-requests': 'More than 60 tests in a minute.' },
      },
      faults: 'field',
      body: access === 'operator' ? body.strict() : body,
      resolve: resolveService(dependencies),
      responses: { 202: made },
      async handle({ body: { type }, actor, correlationId }, { id: serviceId }) {
        const { url } = await knownWebhook(webhooks, serviceId);
        const waitS = limit.take(serviceId);
        if (waitS !== undefined) throw tooManyRequests('At most 60 tests in a minute', waitS);
        const at = new Date(now()).toISOString();
        const id = newId();
        const event = testWebhookEvent(type, { serviceId, timestamp: at });
        const message = { kind: 'webhook' as const, id, at, correlationId, serviceId, url, event };
        await makeEvent({ message, causedBy: serviceId, listedAt: now() }, { actor });
        return { status: 202, body: { deliveryId: id } };
      },
    }),
  );
}
