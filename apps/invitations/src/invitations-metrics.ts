import type { Consumer, RelayBacklog, Subscription } from '@gatehouse/event-log';
import type { Health, Metrics } from '@gatehouse/runtime';

/** What this app tells Prometheus beside its requests. */
export interface InvitationsMetrics {
  onBacklog(backlog: RelayBacklog): void;
  onOutcome(topic: string, outcome: string): void;
  onSkipped(topic: string): void;
  /** Asks that nobody has answered for ten minutes. */
  onOverdueAsks(count: number): void;
  follow(subscriptions: Readonly<Record<string, Subscription>>): void;
}

export function createInvitationsMetrics(metrics: Metrics): InvitationsMetrics {
  const waiting = metrics.gauge(
    'relay_waiting_events',
    'Events not yet in the log, of the next hundred documents',
  );
  const oldest = metrics.gauge('relay_oldest_seconds', 'Age of the oldest event that is not yet in the log');
  const records = metrics.counter('consumed_records_total', 'Records by what became of them', [
    'topic',
    'outcome',
  ]);
  const overdue = metrics.gauge('overdue_asks', 'Asks that nobody has answered for ten minutes');
  return {
    onBacklog({ events, oldestAgeMs }) {
      waiting.set(events);
      oldest.set(oldestAgeMs / 1_000);
    },
    onOutcome(topic, outcome) {
      records.inc({ topic, outcome });
    },
    onSkipped(topic) {
      records.inc({ topic, outcome: 'skipped' });
    },
    onOverdueAsks(count) {
      overdue.set(count);
    },
    follow(subscriptions) {
      metrics.gauge('consumer_lag_records', 'Records not yet handled', ['topic'], async (gauge) => {
        for (const subscription of Object.values(subscriptions)) {
          for (const [topic, lag] of await subscription.lag()) gauge.set({ topic }, lag);
        }
      });
      const help = 'Dead letters that no later record has closed';
      metrics.gauge('dead_letters_open', help, ['group'], (gauge) => {
        for (const [group, subscription] of Object.entries(subscriptions)) {
          gauge.set({ group }, subscription.openDeadLetters());
        }
      });
    },
  };
}

/** Ready once each has reached the end that the log had at the start; what is away later shows in metrics only. */
export function awaitOnce(health: Health, consumers: Readonly<Record<string, Consumer>>): void {
  for (const [name, consumer] of Object.entries(consumers)) {
    let caughtUp = false;
    consumer.caughtUp.then(
      () => {
        caughtUp = true;
      },
      () => {},
    );
    health.add(name, () => {
      if (!caughtUp) throw new Error('has not reached the end that the log had at the start');
    });
  }
}
