import type { RelayBacklog, SubscribeOptions, Subscription } from '@gatehouse/event-log';
import type { Metrics } from '@gatehouse/runtime';
import type { DeliveryDocument, MadeAttempt } from './delivery.ts';
import type { Worker } from './dispatch/worker.ts';
import type { Deliveries } from './stores/deliveries.ts';

export interface NotifierMetrics {
  onAttempt(made: MadeAttempt, delivery: DeliveryDocument | undefined): void;
  onOutcome: NonNullable<SubscribeOptions['onOutcome']>;
  onBacklog(backlog: RelayBacklog): void;
  watch(parts: {
    deliveries: Deliveries;
    worker: Worker;
    subscription: Subscription;
    now: () => number;
  }): void;
}

/** What the notifier tells of itself. */
export function createNotifierMetrics(metrics: Metrics): NotifierMetrics {
  const attempts = metrics.counter(
    'delivery_attempts_total',
    'Attempts at callbacks and emails, by what the delivery became',
    ['kind', 'outcome'],
  );
  const seconds = metrics.histogram('delivery_attempt_seconds', 'How long attempts took', ['kind']);
  const records = metrics.counter('records_total', 'Records consumed, by what became of them', [
    'topic',
    'outcome',
  ]);
  const waiting = metrics.gauge(
    'relay_events',
    'Events not yet published, at most a hundred documents of them',
  );
  const oldest = metrics.gauge('relay_oldest_seconds', 'Age of the oldest event not yet published');

  return {
    onAttempt({ startedAt, endedAt }, delivery) {
      if (delivery === undefined) return;
      const { kind, status } = delivery.state;
      attempts.inc({ kind, outcome: status === 'pending' ? 'retry' : status });
      seconds.observe({ kind }, Math.max(0, endedAt - startedAt) / 1_000);
    },
    onOutcome: (topic, { status }) => records.inc({ topic, outcome: status }),
    onBacklog({ events, oldestAgeMs }) {
      waiting.set(events);
      oldest.set(oldestAgeMs / 1_000);
    },
    watch({ deliveries, worker, subscription, now }) {
      metrics.gauge('deliveries_pending', 'Deliveries that are pending', [], async (gauge) => {
        gauge.set(await deliveries.count({ 'state.status': 'pending' }));
      });
      metrics.gauge('deliveries_under_way', 'Attempts under way', [], (gauge) =>
        gauge.set(worker.underWay()),
      );
      metrics.gauge('delivery_oldest_due_seconds', 'How long the longest due delivery waits', [], (gauge) => {
        const since = worker.oldestDue();
        gauge.set(since === undefined ? 0 : Math.max(0, now() - since) / 1_000);
      });
      metrics.gauge('dead_letters_open', 'Dead letters that no later record has closed', [], (gauge) => {
        gauge.set(subscription.openDeadLetters());
      });
      metrics.gauge('consumer_lag', 'Records not yet handled', ['topic'], async (gauge) => {
        for (const [topic, records] of await subscription.lag()) gauge.set({ topic }, records);
      });
    },
  };
}
