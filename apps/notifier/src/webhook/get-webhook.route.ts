import { managedWebhook } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import { knownWebhook, shownWebhook } from './shown-webhook.ts';
import { resolveService, SERVICE_PATHS, type WebhookRouteDependencies } from './webhook-paths.ts';
import type { Webhooks } from './webhooks.store.ts';

/** `GET /services/{id}/webhook`, and the operator's. */
export function getWebhookRoutes(dependencies: WebhookRouteDependencies & { webhooks: Webhooks }): Route[] {
  return SERVICE_PATHS.map(({ prefix, access, name }) =>
    route({
      method: 'get',
      path: `${prefix}/webhook`,
      access,
      operationId: name('get', 'Webhook'),
      summary: 'Show the webhook of a service',
      resolve: resolveService(dependencies),
      responses: { 200: managedWebhook },
      handle: async (_request, { id }) => ({
        status: 200,
        body: shownWebhook(await knownWebhook(dependencies.webhooks, id)),
      }),
    }),
  );
}
