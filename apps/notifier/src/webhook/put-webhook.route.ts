import { managedWebhook, type Origin } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { type Route, route } from '@gatehouse/http';
import { shownWebhook } from './shown-webhook.ts';
import { isSame, presentWebhook, put, type WebhookDetails } from './webhook.ts';
import { resolveService, type WebhookRouteDependencies } from './webhook-paths.ts';
import { managedWebhookBody, webhookBody } from './webhook-request.ts';
import { type Webhooks, webhookKind } from './webhooks.store.ts';

export interface PutWebhookDependencies extends WebhookRouteDependencies {
  webhooks: Webhooks;
  allowPrivate: boolean;
  now: () => number;
}

const SUMMARY = 'Register or change the webhook of a service';
const TEXT =
  'Events are posted to `url` from then on. A disabled webhook is enabled by it, unless `status` is `disabled`; it is then told so first, by `webhook.enabled`.';

async function putWebhook(
  { webhooks, now }: PutWebhookDependencies,
  { id, details, origin }: { id: string; details: WebhookDetails; origin: Origin },
) {
  const at = new Date(now()).toISOString();
  const { result } = await changeEntity(webhookKind(webhooks, now), id, origin, (current) => {
    const before = presentWebhook(current);
    const webhook = put(current, id, details, at);
    if (before !== undefined && isSame(before, webhook)) return { result: { webhook: before, isNew: false } };
    return { state: webhook, result: { webhook, isNew: before === undefined } };
  });
  const body = shownWebhook(result.webhook);
  return result.isNew ? { status: 201 as const, body } : { status: 200 as const, body };
}

/** `PUT /services/{id}/webhook`: 201 where there was none. */
export function putWebhookRoute(dependencies: PutWebhookDependencies): Route {
  return route({
    method: 'put',
    path: '/services/:serviceId/webhook',
    access: 'client',
    operationId: 'putWebhook',
    summary: SUMMARY,
    described: { text: TEXT },
    faults: 'field',
    body: webhookBody(dependencies.allowPrivate),
    resolve: resolveService(dependencies),
    responses: { 200: managedWebhook, 201: managedWebhook },
    handle: ({ body: details, actor, correlationId }, { id }) =>
      putWebhook(dependencies, { id, details, origin: { actor, correlationId } }),
  });
}

/** `PUT /manage/services/{id}/webhook`. */
export function managePutWebhookRoute(dependencies: PutWebhookDependencies): Route {
  return route({
    method: 'put',
    path: '/manage/services/:serviceId/webhook',
    access: 'operator',
    operationId: 'operatorPutWebhook',
    summary: SUMMARY,
    described: { text: TEXT },
    body: managedWebhookBody(dependencies.allowPrivate),
    resolve: resolveService(dependencies),
    responses: { 200: managedWebhook, 201: managedWebhook },
    handle: ({ body: details, actor, correlationId }, { id }) =>
      putWebhook(dependencies, { id, details, origin: { actor, correlationId } }),
  });
}
