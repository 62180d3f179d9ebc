import { type Route, route } from '@gatehouse/http';
import { noSuchWebhook } from './shown-webhook.ts';
import { remove } from './webhook.ts';
import { resolveService, SERVICE_PATHS, type WebhookRouteDependencies } from './webhook-paths.ts';
import { changeWebhook, type Webhooks } from './webhooks.store.ts';

interface DeleteWebhookDependencies extends WebhookRouteDependencies {
  webhooks: Webhooks;
  now: () => number;
}

/** `DELETE /services/{id}/webhook`, and the operator's: what is pending for it ends as failed. */
export function deleteWebhookRoutes(dependencies: DeleteWebhookDependencies): Route[] {
  const { webhooks, now } = dependencies;
  return SERVICE_PATHS.map(({ prefix, access, name }) =>
    route({
      method: 'delete',
      path: `${prefix}/webhook`,
      access,
      operationId: name('delete', 'Webhook'),
      summary: 'Remove the webhook of a service',
      described: { text: 'What was waiting for it is not sent any more.' },
      resolve: resolveService(dependencies),
      responses: { 204: 'It is removed.' },
      async handle({ actor, correlationId }, { id }) {
        const { changed } = await changeWebhook(
          webhooks,
          { id, now, origin: { actor, correlationId } },
          remove,
        );
        if (!changed) throw noSuchWebhook();
        return { status: 204 };
      },
    }),
  );
}
