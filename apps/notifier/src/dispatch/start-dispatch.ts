import type { EventLog, SubscribeOptions, Subscription } from '@gatehouse/event-log';
import type { Logger } from '@gatehouse/runtime';
import type { Deliveries } from '../delivery/deliveries.store.ts';
import type { AttemptResult, DeliveryDocument } from '../delivery/delivery.ts';
import { deliveryRedeliverer, type RedeliverDelivery } from '../delivery/redeliver-delivery.ts';
import type { Schedule } from '../delivery/schedule.domain.ts';
import { emailSuperseder } from '../delivery/supersede-emails.ts';
import { deliveryWrites } from './delivery-writer.ts';
import type { DeliveryMetrics } from './dispatch-metrics.ts';
import { startWorker } from './dispatcher.ts';
import { followInvitations } from './follow-invitations.ts';
import type { Claims } from './leases.ts';
import { deliveryMaker } from './make-delivery.ts';
import { attemptRecorder } from './record-attempt.ts';

export interface DeliveringOptions {
  deliveries: Deliveries;
  send: (delivery: DeliveryDocument) => Promise<AttemptResult>;
  ready: Promise<unknown>;
  eventLog: EventLog;
  schedule: Schedule;
  /** How its worker and others on the same store keep out of each other's way. */
  claims: Claims;
  /** Rejects while store or log are away. */
  ping: () => Promise<void>;
  metrics: DeliveryMetrics;
  onOutcome: NonNullable<SubscribeOptions['onOutcome']>;
  log: Logger;
  now: () => number;
}

export interface Delivering {
  redeliver: RedeliverDelivery;
  /** For who is about to read deliveries: resolves once all that has begun by now stands in the store. */
  settle(): Promise<void>;
  /** What follows the invitations. */
  subscription: Subscription;
  /** Finishes the attempts under way, for a bounded time; what waits keeps. */
  close(): Promise<void>;
}

/** An attempt takes 10 s at most. */
const ATTEMPTS_WITHIN_MS = 10_500;

/** From what is owed to attempts: the consumer that makes deliveries, and the worker that works them off. */
export async function startDelivering(options: DeliveringOptions): Promise<Delivering> {
  const { deliveries, send, ready, eventLog, schedule, claims, ping, log, now } = options;
  const { metrics, onOutcome } = options;
  const stopping = new AbortController();
  const writes = deliveryWrites(deliveries, now);
  const worker = startWorker({
    collection: deliveries,
    claims,
    send,
    record: attemptRecorder({ collection: deliveries, writes, schedule, now, stopping: stopping.signal }),
    ready,
    now,
    onAttempt: metrics.onAttempt,
    onError: (err) => log.warn({ err }, 'deliveries are tried later'),
  });
  const stop = async () => {
    await worker.close(ATTEMPTS_WITHIN_MS);
    stopping.abort();
  };
  try {
    const subscription = await followInvitations({
      eventLog,
      make: deliveryMaker({ collection: deliveries, writes, worker, schedule, now }),
      supersede: emailSuperseder(deliveries, now),
      now,
      ping,
      logger: log,
      onOutcome,
    });
    metrics.watch({ deliveries, worker, now });
    return {
      subscription,
      settle: writes.settle,
      redeliver: deliveryRedeliverer({ collection: deliveries, writes, worker, schedule, now }),
      async close() {
        await Promise.all([subscription.close(), stop()]);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
