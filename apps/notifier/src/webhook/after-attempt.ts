import type { Logger } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import { isDelivered, type MadeAttempt } from '../delivery/attempt.domain.ts';
import { changeDelivery } from '../delivery/change-delivery.ts';
import { type Deliveries, scheduledIn } from '../delivery/deliveries.store.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { webhookQueue } from '../delivery/queues.domain.ts';
import { hastened } from '../delivery/redelivery.ts';
import { gateKey } from './order.domain.ts';
import type { Order } from './order.ts';
import { WEBHOOK_DISABLED, WEBHOOK_REMOVED } from './send-event.ts';
import { disable, enabledTold, fail, succeed } from './webhook.ts';
import { changeWebhook, type Webhooks } from './webhooks.store.ts';

export interface AfterAttemptDependencies {
  webhooks: Webhooks;
  deliveries: Deliveries;
  services: Pick<ServiceRegistry, 'byId'>;
  order: Order;
  dueAt: (queue: string, at: number) => void;
  disableAfterMs: number;
  /** Who is told of a webhook that is disabled. */
  operatorEmail: string | undefined;
  /** Counts the webhooks that are disabled. */
  onDisabled: (reason: 'gone' | 'failing') => void;
  log: Logger;
  now: () => number;
}

/** What follows from an attempt at a webhook's delivery. `attempted`: with its key; `recorded`: what it became. */
export type AfterAttempt = (attempted: Delivery, made: MadeAttempt, recorded: Delivery) => Promise<void>;

const GONE = 410;
const PLATFORM = { actor: 'platform' };
const HASTENED_AT_A_TIME = 100;

/** Keeps a webhook's failing in its state, disables it, and makes due what waited for this delivery or for the receiver. */
export function afterAttempt(dependencies: AfterAttemptDependencies): AfterAttempt {
  const {
    webhooks,
    deliveries,
    services,
    order,
    dueAt,
    disableAfterMs,
    operatorEmail,
    onDisabled,
    log,
    now,
  } = dependencies;

  const changing = (id: string, correlationId: string) => ({
    ...{ id, now },
    origin: { ...PLATFORM, correlationId },
  });

  async function hastenAll(serviceId: string): Promise<void> {
    const queue = webhookQueue(serviceId);
    for (let after = now(); ; ) {
      const scheduled = await scheduledIn(deliveries, queue, after, HASTENED_AT_A_TIME);
      for (const { _id } of scheduled) {
        await changeDelivery({ collection: deliveries, now, origin: PLATFORM }, _id, (current) =>
          current?.state.status === 'pending' ? (hastened(current, now()) ?? 'under way') : 'over',
        );
      }
      dueAt(queue, now());
      if (scheduled.length < HASTENED_AT_A_TIME) return;
      after = scheduled.at(-1)?.wakeAt ?? Number.POSITIVE_INFINITY;
    }
  }

  async function failed(serviceId: string, made: MadeAttempt, recorded: Delivery): Promise<void> {
    const { correlationId } = recorded.state;
    const at = changing(serviceId, correlationId);
    const since = new Date(made.startedAt).toISOString();
    const { state } = await changeWebhook(webhooks, at, (current, iso) => fail(current, since, iso));
    if (recorded.state.status !== 'failed' || state?.status !== 'enabled') return;
    const isGone = made.result.kind === 'answered' && made.result.status === GONE;
    const failingMs = made.endedAt - Date.parse(state.failingSince ?? since);
    if (!isGone && failingMs < disableAfterMs) return;
    const reason = isGone ? ('gone' as const) : ('failing' as const);
    const serviceName = services.byId(serviceId)?.name ?? serviceId;
    const told = { reason, operator: operatorEmail, serviceName };
    const { changed } = await changeWebhook(webhooks, at, (current, iso) => disable(current, told, iso));
    if (!changed) return;
    onDisabled(reason);
    log.warn({ event: 'webhook.disabled', serviceId, reason }, 'webhook.disabled');
  }

  async function noteResult(serviceId: string, made: MadeAttempt, recorded: Delivery): Promise<void> {
    const { result } = made;
    if (!isDelivered(result)) return failed(serviceId, made, recorded);
    const { state } = (await webhooks.get(serviceId)) ?? {};
    if (state?.status !== 'enabled' || state.failingSince === undefined) return;
    const at = changing(serviceId, recorded.state.correlationId);
    const { changed } = await changeWebhook(webhooks, at, succeed);
    if (changed) await hastenAll(serviceId);
  }

  return async (attempted, made, recorded) => {
    const { message } = attempted;
    if (message?.kind !== 'webhook' || message.event.data.test) return;
    const { serviceId } = message;
    const { result } = made;
    const isOff = result.kind === 'refused' && [WEBHOOK_REMOVED, WEBHOOK_DISABLED].includes(result.error);
    if (!isOff && result.kind !== 'superseded') await noteResult(serviceId, made, recorded);
    if (recorded.state.status === 'pending' || attempted.orderKey === undefined) return;
    if (attempted.orderKey !== gateKey(serviceId)) return order.release(serviceId, attempted.orderKey);
    await changeWebhook(webhooks, changing(serviceId, recorded.state.correlationId), enabledTold);
    await order.releaseAll(serviceId);
  };
}
