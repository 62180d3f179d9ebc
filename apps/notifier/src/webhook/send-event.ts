import { lookUpUntil } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { CallbackClient } from '../callback/callback-client.ts';
import { resultOfPost } from '../callback/post-outcome.ts';
import { signingKeysOf } from '../callback/signing-keys.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { MessageOf } from '../delivery/kind.domain.ts';
import type { Send } from '../delivery/send.ts';
import { eventRequest } from './event-request.ts';
import { isSentTo, presentWebhook } from './webhook.ts';
import type { Webhooks } from './webhooks.store.ts';

export const WEBHOOK_REMOVED = 'webhook removed';
export const WEBHOOK_DISABLED = 'webhook disabled';

export interface EventSenderDependencies {
  client: CallbackClient;
  webhooks: Webhooks;
  services: Pick<ServiceRegistry, 'byId' | 'secretsOf'>;
  now: () => number;
}

/** Makes one attempt to deliver an event, at the address that the webhook has now. */
export function eventSender(dependencies: EventSenderDependencies): Send<MessageOf<'webhook'>> {
  const { client, webhooks, services, now } = dependencies;

  /** Where it goes, or why it does not. What was made before the webhook was last enabled is not sent any more. */
  async function addressFor(delivery: Delivery, message: MessageOf<'webhook'>) {
    const state = (await webhooks.get(message.serviceId))?.state;
    const webhook = presentWebhook(state);
    if (webhook === undefined) return { error: WEBHOOK_REMOVED };
    if (message.event.data.test) return { url: webhook.url };
    const isOff = !isSentTo(state) || services.byId(message.serviceId)?.status === 0;
    if (isOff || delivery.state.updatedAt < webhook.enabledAt) return { error: WEBHOOK_DISABLED };
    return { url: webhook.url };
  }

  return async (delivery, message) => {
    const to = await addressFor(delivery, message).catch(() => undefined);
    if (to === undefined) return { kind: 'unanswered', error: 'store unavailable' };
    if (to.error !== undefined) return { kind: 'refused', error: to.error };
    // The service's event may be read a moment after the webhook's.
    const secrets = await lookUpUntil(() => {
      const valid = services.secretsOf(message.serviceId, now());
      return valid.length > 0 ? valid : undefined;
    });
    if (secrets === undefined) return { kind: 'unanswered', error: 'no secret to sign with' };
    const keys = secrets.map(signingKeysOf);
    const { event, correlationId } = message;
    const request = eventRequest({ deliveryId: delivery._id, event, correlationId, keys, now: now() });
    return { ...resultOfPost(await client.post(to.url, request)), shown: { url: to.url } };
  };
}
