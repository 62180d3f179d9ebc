import type { Subscribe } from '@gatehouse/app-process';
import { consumerOf } from '@gatehouse/consumers';
import type { Subscription } from '@gatehouse/event-log';
import type { Logger } from '@gatehouse/runtime';
import type { Deliveries, DeliveryDocument } from '../delivery/deliveries.store.ts';
import type { AttemptResult } from '../delivery/delivery.ts';
import type { Kinds } from '../delivery/kind.domain.ts';
import { onMessages } from '../delivery/on-messages.ts';
import type { LimitsOf } from '../delivery/queues.domain.ts';
import { deliveryRedeliverer, type RedeliverDelivery } from '../delivery/redeliver-delivery.ts';
import type { Schedules } from '../delivery/schedule.domain.ts';
import { generationSuperseder } from '../delivery/supersede-generations.ts';
import { deliveryWriter } from './delivery-writer.ts';
import type { DeliveryMetrics } from './dispatch-metrics.ts';
import { startDispatcher } from './dispatcher.ts';
import type { Leases } from './leases.ts';
import { deliveryMaker } from './make-delivery.ts';

export interface DispatchDependencies {
  deliveries: Deliveries;
  send: (delivery: DeliveryDocument) => Promise<AttemptResult>;
  ready: Promise<unknown>;
  subscribe: Subscribe;
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
  const { metrics } = dependencies;
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
    onAttempt: metrics.onAttempt,
    onError: (err) => log.warn({ err }, 'deliveries are attempted later'),
  });
  const stop = async () => {
    await dispatcher.close(ATTEMPTS_WITHIN_MS);
    stopping.abort();
  };
  try {
    const make = deliveryMaker({ collection, writer, dispatcher, kinds, schedules, now });
    const supersede = generationSuperseder(collection, now);
    const subscription = await subscribe({
      group: 'notifier.deliveries',
      ...consumerOf({
        'gatehouse.invitations.invitation.v1': (event) => onMessages(event, { make, now }),
        'gatehouse.invitations.registration.v1': (event) => onMessages(event, { make, supersede, now }),
      }),
      // As many as a batch has, so that their inserts share a commit.
      concurrency: 100,
    });
    metrics.watch({ deliveries: collection, dispatcher, now });
    const { flush } = writer;
    return {
      subscription,
      flush,
      redeliver: deliveryRedeliverer({ collection, flush, dueAt: dispatcher.dueAt, schedules, now }),
      async close() {
        await Promise.all([subscription.close(), stop()]);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
