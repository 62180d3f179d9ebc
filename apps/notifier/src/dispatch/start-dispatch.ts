import type { Subscribe } from '@gatehouse/app-process';
import { consumerOf } from '@gatehouse/consumers';
import { partitionKeyOf } from '@gatehouse/contracts';
import type { Subscription } from '@gatehouse/event-log';
import type { Logger } from '@gatehouse/runtime';
import type { AttemptResult } from '../delivery/attempt.domain.ts';
import type { Deliveries, DeliveryDocument } from '../delivery/deliveries.store.ts';
import type { Kinds } from '../delivery/kind.domain.ts';
import type { MakeDelivery } from '../delivery/listed-message.domain.ts';
import type { LimitsOf } from '../delivery/queues.domain.ts';
import { deliveryRedeliverer, type RedeliverDelivery } from '../delivery/redeliver-delivery.ts';
import type { Schedules } from '../delivery/schedule.domain.ts';
import { generationSuperseder } from '../delivery/supersede-generations.ts';
import type { Tap } from '../tap/create-tap.ts';
import type { MakeEventDelivery } from '../webhook/make-event-delivery.ts';
import { onService } from '../webhook/on-service.ts';
import { onWebhook } from '../webhook/on-webhook.ts';
import { webhookRefusal, whatWaits } from '../webhook/redelivery.ts';
import { startWebhooks, type WebhookSettings } from '../webhook/start-webhooks.ts';
import { deliveryWriter } from './delivery-writer.ts';
import type { DeliveryMetrics } from './dispatch-metrics.ts';
import { startDispatcher } from './dispatcher.ts';
import type { Leases } from './leases.ts';
import { deliveryMaker } from './make-delivery.ts';
import { onMessages } from './on-messages.ts';

export interface DispatchDependencies extends WebhookSettings {
  deliveries: Deliveries;
  send: (delivery: DeliveryDocument) => Promise<AttemptResult>;
  ready: Promise<unknown>;
  subscribe: Subscribe;
  /** Where listeners see what is made. */
  tap: Tap;
  kinds: Kinds;
  schedules: Schedules;
  limitsOf: LimitsOf;
  leases: Leases;
  metrics: DeliveryMetrics;
  log: Logger;
  now: () => number;
}

export interface RunningDispatch {
  redeliver: RedeliverDelivery;
  /** Makes the delivery of an event to one webhook. */
  makeEvent: MakeEventDelivery;
  /** Resolves once all deliveries that have begun are in the store: for readers. */
  flush(): Promise<void>;
  /** The consumer of messages. */
  subscription: Subscription;
  /** Finishes the attempts in flight, for a limited time; what waits stays in the store. */
  close(): Promise<void>;
}

/** An attempt takes 10 s at most. */
const ATTEMPTS_WITHIN_MS = 10_500;

/** Starts the consumer that makes deliveries of messages, and the dispatcher that works them off. */
export async function startDispatch(dependencies: DispatchDependencies): Promise<RunningDispatch> {
  const { deliveries: collection, send, ready, subscribe, kinds, schedules, leases, log, now } = dependencies;
  const { metrics, tap } = dependencies;
  const stopping = new AbortController();
  const writer = deliveryWriter({ collection, schedules, now, stopping: stopping.signal });
  const dispatcher = startDispatcher({
    collection,
    leases,
    send,
    record: writer.record,
    limitsOf: dependencies.limitsOf,
    ready,
    now,
    async onAttempt(made, recorded, attempted) {
      metrics.onAttempt(made, recorded);
      if (recorded !== undefined) await webhooks.afterAttempt(attempted, made, recorded);
    },
    onError: (err) => log.warn({ err }, 'deliveries are attempted later'),
  });
  const { dueAt } = dispatcher;
  const webhooks = startWebhooks({ ...dependencies, dueAt });
  const stop = async () => {
    await webhooks.close();
    await dispatcher.close(ATTEMPTS_WITHIN_MS);
    stopping.abort();
  };
  try {
    const makeDelivery = deliveryMaker({ collection, writer, dispatcher, kinds, schedules, now });
    const make: MakeDelivery = async (listed, origin) => {
      const [made] = await Promise.all([makeDelivery(listed, origin), tap.made(listed.message)]);
      return made;
    };
    const supersede = generationSuperseder(collection, now);
    const { tell } = webhooks;
    const subscription = await subscribe({
      group: 'notifier.deliveries',
      ...consumerOf({
        'gatehouse.invitations.invitation.v1': (event) => onMessages(event, { make, tell, now }),
        'gatehouse.invitations.registration.v1': (event) => onMessages(event, { make, tell, supersede, now }),
        'gatehouse.signin.challenge.v1': (event) => onMessages(event, { make, tell, supersede, now }),
        'gatehouse.accounts.identity.v1': (event) => onMessages(event, { make, tell, supersede, now }),
        'gatehouse.directory.address-change.v1': (event) => onMessages(event, { make, tell, now }),
        'gatehouse.signin.identity.v1': (event) => onMessages(event, { make, tell, now }),
        'gatehouse.access.request.v1': (event) => onMessages(event, { make, tell, now }),
        'gatehouse.access.notice.v1': (event) => onMessages(event, { make, tell, now }),
        'gatehouse.signin.session.v1': (event) => onMessages(event, { make, tell, now }),
        'gatehouse.access.service.v1': (event) => onService(event, dependencies),
        async 'gatehouse.notifier.webhook.v1'(event) {
          await onWebhook(event, dependencies);
          return onMessages(event, { make, tell, now });
        },
      }),
      // A notice that fails for a while is not overtaken by the next about the same user.
      orderOf: partitionKeyOf,
      // As many as a batch has, so that their inserts share a commit.
      concurrency: 100,
    });
    metrics.watch({ deliveries: collection, dispatcher, now });
    const { flush } = writer;
    return {
      subscription,
      flush,
      makeEvent: webhooks.make,
      redeliver: deliveryRedeliverer({
        collection,
        flush,
        refusalOf: webhookRefusal(dependencies.webhooks),
        waitedFor: whatWaits(collection),
        dueAt,
        schedules,
        now,
      }),
      async close() {
        await Promise.all([subscription.close(), stop()]);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
