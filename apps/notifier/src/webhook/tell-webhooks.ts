import { subjectOfWebhookEvent, type WebhookMessage } from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { DeliveryOrigin, ListedMessage } from '../delivery/listed-message.domain.ts';
import type { Tap } from '../tap/create-tap.ts';
import type { MakeEventDelivery } from './make-event-delivery.ts';
import { isSentTo, presentWebhook } from './webhook.ts';
import type { WebhookDocument, Webhooks } from './webhooks.store.ts';

/** A webhook's message as an entity lists it. */
export type ListedWebhookMessage = Omit<ListedMessage, 'message'> & { message: WebhookMessage };
/** Makes a delivery of an event for each of its services whose webhook wants it. How many there are. */
export type TellWebhooks = (listed: ListedWebhookMessage, origin: DeliveryOrigin) => Promise<number>;

export interface TellDependencies {
  webhooks: Webhooks;
  services: Pick<ServiceRegistry, 'byId'>;
  make: MakeEventDelivery;
  tap: Pick<Tap, 'missed'>;
}

const ENABLED = 'webhook.enabled';

function wants({ state }: WebhookDocument, type: string): boolean {
  if (state.status !== 'enabled' || !isSentTo(state)) return false;
  return type === ENABLED || state.events.includes('*') || state.events.includes(type);
}

/** The id of the delivery of a message to one service's webhook. */
export function eventDeliveryId(messageId: string, serviceId: string): string {
  return idFrom('webhook', messageId, serviceId);
}

export function webhookTeller({ webhooks, services, make, tap }: TellDependencies): TellWebhooks {
  const turns = new Map<string, Promise<number>>();

  async function tellOne(webhook: WebhookDocument, listed: ListedWebhookMessage, origin: DeliveryOrigin) {
    const { serviceIds: _, ...message } = listed.message;
    const { state } = webhook;
    if (state.status !== 'enabled') return;
    const id = eventDeliveryId(message.id, state.id);
    await make({ ...listed, message: { ...message, id, serviceId: state.id, url: state.url } }, origin);
  }

  /** What the webhook is to be told first, so that nothing goes before it. */
  async function tellFirst(webhook: WebhookDocument, listed: ListedWebhookMessage): Promise<void> {
    const { state } = webhook;
    if (state.status !== 'enabled' || listed.message.event.type === ENABLED) return;
    for (const message of state.messages ?? []) {
      if (message.kind !== 'webhook') continue;
      const own = { message, causedBy: state.id, listedAt: webhook.version };
      await tellOne(webhook, own, { actor: 'platform' });
    }
  }

  /** Listeners get what the webhooks of these services do not; `webhook.enabled` tells of a webhook alone. */
  async function tellListeners(
    serviceIds: readonly string[],
    registered: readonly WebhookDocument[],
    { message: { serviceIds: _, ...message } }: ListedWebhookMessage,
  ): Promise<void> {
    if (message.event.type === ENABLED) return;
    await Promise.all(
      serviceIds.map((serviceId) => {
        const webhook = presentWebhook(registered.find(({ _id }) => _id === serviceId)?.state);
        const id = eventDeliveryId(message.id, serviceId);
        return tap.missed({ ...message, id, serviceId }, webhook?.events);
      }),
    );
  }

  async function tellAll(listed: ListedWebhookMessage, origin: DeliveryOrigin): Promise<number> {
    const { serviceIds, event } = listed.message;
    const registered = await webhooks.getMany(serviceIds);
    // A service that was just made may not be known here yet: it is not disabled.
    const enabled = new Set(serviceIds.filter((id) => services.byId(id)?.status !== 0));
    const wanting = registered.filter((webhook) => wants(webhook, event.type) && enabled.has(webhook._id));
    const told = new Set(wanting.map(({ _id }) => _id));
    await Promise.all([
      tellListeners(
        [...enabled].filter((id) => !told.has(id)),
        registered,
        listed,
      ),
      ...wanting.map(async (webhook) => {
        await tellFirst(webhook, listed);
        await tellOne(webhook, listed, origin);
      }),
    ]);
    return wanting.length;
  }

  /** Events of one user are told in the order in which they were read, which is that of their versions. */
  return async (listed, origin) => {
    const subject = subjectOfWebhookEvent(listed.message.event) ?? listed.message.id;
    const told = (turns.get(subject) ?? Promise.resolve()).then(
      () => tellAll(listed, origin),
      () => tellAll(listed, origin),
    );
    turns.set(subject, told);
    try {
      return await told;
    } finally {
      if (turns.get(subject) === told) turns.delete(subject);
    }
  };
}
