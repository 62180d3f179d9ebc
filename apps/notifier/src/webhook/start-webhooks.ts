import { createTicker, type Logger } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { Deliveries } from '../delivery/deliveries.store.ts';
import type { Kinds } from '../delivery/kind.domain.ts';
import type { Schedules } from '../delivery/schedule.domain.ts';
import type { Tap } from '../tap/create-tap.ts';
import { type AfterAttempt, afterAttempt } from './after-attempt.ts';
import { eventDeliveryMaker, type MakeEventDelivery } from './make-event-delivery.ts';
import { createOrder } from './order.ts';
import { type TellWebhooks, webhookTeller } from './tell-webhooks.ts';
import type { Webhooks } from './webhooks.store.ts';

/** What webhooks need of the process, and of the operator. */
export interface WebhookSettings {
  webhooks: Webhooks;
  services: Pick<ServiceRegistry, 'byId'>;
  /** How long a webhook may fail. */
  disableAfterMs: number;
  /** Who is told of a webhook that is disabled. */
  operatorEmail: string | undefined;
  /** Counts the webhooks that are disabled. */
  onDisabled: (reason: 'gone' | 'failing') => void;
}

export interface WebhooksDependencies extends WebhookSettings {
  deliveries: Deliveries;
  kinds: Kinds;
  schedules: Schedules;
  tap: Tap;
  dueAt: (queue: string, at: number) => void;
  log: Logger;
  now: () => number;
}

export interface RunningWebhooks {
  tell: TellWebhooks;
  make: MakeEventDelivery;
  afterAttempt: AfterAttempt;
  close(): Promise<void>;
}

const REPAIR_MS = 30_000;

/** Starts what makes deliveries of events, keeps their order, and follows up their attempts. */
export function startWebhooks(dependencies: WebhooksDependencies): RunningWebhooks {
  const order = createOrder(dependencies);
  const make = eventDeliveryMaker({ ...dependencies, order });
  const repairs = createTicker({
    intervalMs: REPAIR_MS,
    onError: (err) => dependencies.log.warn({ err }, 'events that wait are looked at later'),
    async run() {
      await order.repair();
      return undefined;
    },
  });
  return {
    make,
    tell: webhookTeller({ ...dependencies, make }),
    afterAttempt: afterAttempt({ ...dependencies, order }),
    close: () => repairs.close(),
  };
}
