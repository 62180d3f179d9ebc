import type { Metrics } from '@gatehouse/runtime';
import type { MadeAttempt } from '../delivery/attempt.domain.ts';
import type { Deliveries, DeliveryDocument } from '../delivery/deliveries.store.ts';
import type { Dispatcher } from './dispatcher.ts';

export interface DeliveryMetrics {
  onAttempt(made: MadeAttempt, delivery: DeliveryDocument | undefined): void;
  watch(dependencies: { deliveries: Deliveries; dispatcher: Dispatcher; now: () => number }): void;
}

/** Metrics of deliveries and their attempts. */
export function createDeliveryMetrics(metrics: Metrics): DeliveryMetrics {
  const attempts = metrics.counter(
    'delivery_attempts_total',
    'Attempts at callbacks and emails, by what the delivery became',
    ['kind', 'outcome'],
  );
  const seconds = metrics.histogram('delivery_attempt_seconds', 'How long attempts took', ['kind']);
  return {
    onAttempt({ startedAt, endedAt }, delivery) {
      if (delivery === undefined) return;
      const { kind, status } = delivery.state;
      attempts.inc({ kind, outcome: status === 'pending' ? 'retry' : status });
      seconds.observe({ kind }, Math.max(0, endedAt - startedAt) / 1_000);
    },
    watch({ deliveries, dispatcher, now }) {
      metrics.gauge('deliveries_pending', 'Deliveries that are pending', [], async (gauge) => {
        gauge.set(await deliveries.count({ 'state.status': 'pending' }));
      });
      metrics.gauge('deliveries_in_flight', 'Attempts in flight', [], (gauge) =>
        gauge.set(dispatcher.inFlight()),
      );
      metrics.gauge('delivery_oldest_due_seconds', 'How long the longest due delivery waits', [], (gauge) => {
        const since = dispatcher.oldestDue();
        gauge.set(since === undefined ? 0 : Math.max(0, now() - since) / 1_000);
      });
    },
  };
}
