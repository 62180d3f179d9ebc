import type { Origin, WebhookState } from '@gatehouse/contracts';
import { changeState, type EntityKind } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema, json } from '@gatehouse/store';

/** A service's webhook; its id is the service's. A removed one stays as a tombstone. */
const schema = documentSchema({
  state: json<WebhookState>(),
});
schema.index({ 'state.failingSince': 1 }, { name: 'failing' });

export const webhooks = defineCollection('webhooks', schema);
export type WebhookDocument = DocumentOf<typeof schema>;
export type Webhooks = Collection<WebhookDocument>;

export function webhookKind(
  collection: Webhooks,
  now: () => number,
): EntityKind<'gatehouse.notifier.webhook.v1', WebhookDocument> {
  return { type: 'gatehouse.notifier.webhook.v1', collection, keys: () => ({}), now };
}

/** Changes a webhook that exists by a pure decision; the state that it has then, and whether it changed. */
export function changeWebhook(
  collection: Webhooks,
  { id, origin, now }: { id: string; origin: Origin; now: () => number },
  decide: (state: WebhookState, at: string) => WebhookState | undefined,
) {
  const at = new Date(now()).toISOString();
  return changeState(webhookKind(collection, now), id, origin, (state) => decide(state, at));
}

/** How many enabled webhooks fail now. */
export function countFailing(collection: Webhooks): Promise<number> {
  return collection.count({ 'state.failingSince': { gt: '' }, 'state.status': 'enabled' });
}
