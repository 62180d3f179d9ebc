import type { Outcome } from '@gatehouse/event-log';
import type { Metrics } from '@gatehouse/runtime';
import { type Followed, lagOf } from './followed.ts';

/** Metrics of what an app reads of the log: the same names in every app. */
export interface LogMetrics {
  /** For `subscribe`. */
  onOutcome(topic: string, outcome: Pick<Outcome, 'status'> | { status: 'dead' }): void;
  /** For `replicate`. */
  onSkipped(topic: string): void;
  /**
   * Lag and dead letters by each consumer's group, as long as the app runs. A function gives the consumers of the moment,
   * where they come and go. Called once.
   */
  follow(consumers: Followed | (() => Followed)): void;
}

export function createLogMetrics(metrics: Metrics): LogMetrics {
  const records = metrics.counter('consumed_records_total', 'Records by what became of them', [
    'topic',
    'outcome',
  ]);
  return {
    onOutcome(topic, { status }) {
      records.inc({ topic, outcome: status });
    },
    onSkipped(topic) {
      records.inc({ topic, outcome: 'skipped' });
    },
    follow(consumers) {
      const current = () => (typeof consumers === 'function' ? consumers() : consumers);
      metrics.gauge('consumer_lag_records', 'Records not yet handled', ['group', 'topic'], async (gauge) => {
        const lags = await lagOf(current());
        gauge.reset();
        for (const { group, topic, records } of lags) gauge.set({ group, topic }, records);
      });
      const help = 'Dead letters that no later record has closed';
      metrics.gauge('dead_letters_open', help, ['group'], (gauge) => {
        gauge.reset();
        for (const [group, consumer] of Object.entries(current())) {
          if ('openDeadLetters' in consumer) gauge.set({ group }, consumer.openDeadLetters());
        }
      });
    },
  };
}
