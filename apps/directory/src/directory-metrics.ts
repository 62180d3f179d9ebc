import type { Outcome, RelayBacklog, Subscription } from '@gatehouse/event-log';
import type { Metrics } from '@gatehouse/runtime';
import type { ImportReport } from './import/import-report.ts';

/** What this app tells Prometheus beside its requests. */
export interface DirectoryMetrics {
  onBacklog(backlog: RelayBacklog): void;
  onOutcome(topic: string, outcome: Outcome | { status: 'dead' }): void;
  onImported(source: string, report: ImportReport): void;
  follow(subscription: Subscription): void;
}

export function createDirectoryMetrics(metrics: Metrics): DirectoryMetrics {
  const waiting = metrics.gauge(
    'relay_waiting_events',
    'Events not yet in the log, of the next hundred documents',
  );
  const oldest = metrics.gauge('relay_oldest_seconds', 'Age of the oldest event that is not yet in the log');
  const records = metrics.counter('consumed_records_total', 'Records by what became of them', [
    'topic',
    'outcome',
  ]);
  const rows = metrics.counter('imported_rows_total', 'Rows of imports by what became of them', [
    'source',
    'outcome',
  ]);
  return {
    onBacklog({ events, oldestAgeMs }) {
      waiting.set(events);
      oldest.set(oldestAgeMs / 1_000);
    },
    onOutcome(topic, { status }) {
      records.inc({ topic, outcome: status });
    },
    onImported(source, { created, updated, unchanged, removed = 0, ignored = 0, rejected }) {
      const outcomes = { created, updated, unchanged, removed, ignored, rejected: rejected.length };
      for (const [outcome, count] of Object.entries(outcomes)) rows.inc({ source, outcome }, count);
    },
    follow(subscription) {
      metrics.gauge('consumer_lag_records', 'Records not yet handled', ['topic'], async (gauge) => {
        for (const [topic, lag] of await subscription.lag()) gauge.set({ topic }, lag);
      });
      metrics.gauge('dead_letters_open', 'Dead letters that no later record has closed', [], (gauge) =>
        gauge.set(subscription.openDeadLetters()),
      );
    },
  };
}
