import type { RelayBacklog } from '@gatehouse/event-log';
import type { Health, Metrics } from '@gatehouse/runtime';
import type { NamedSubscription } from './consumers/start-consumers.ts';
import { countWithoutApprover, type OrganisationApprovers } from './stores/organisation-approvers.ts';

/** What the relay and the consumers tell of themselves. */
export function createEventMetrics(metrics: Metrics) {
  const waiting = metrics.gauge('relay_waiting_events', 'Events in the store that are not yet in the log');
  const oldest = metrics.gauge('relay_oldest_seconds', 'Age of the oldest event that is not yet in the log');
  const consumed = metrics.counter('consumed_records_total', 'Records by what became of them', [
    'topic',
    'outcome',
  ] as const);
  return {
    onBacklog({ events, oldestAgeMs }: RelayBacklog): void {
      waiting.set(events);
      oldest.set(oldestAgeMs / 1_000);
    },
    onOutcome(topic: string, outcome: string): void {
      consumed.inc({ topic, outcome });
    },
  };
}

/** Lag and dead letters show in metrics, for as long as the app runs; readiness asks only whether each has once caught up. */
export function watchConsumers(
  consumers: readonly NamedSubscription[],
  { metrics, health }: { metrics: Metrics; health: Health },
): void {
  metrics.gauge(
    'consumer_lag_records',
    'Records not yet handled, by topic',
    ['topic'] as const,
    async (gauge) => {
      for (const { subscription } of consumers) {
        for (const [topic, lag] of await subscription.lag()) gauge.set({ topic }, lag);
      }
    },
  );
  metrics.gauge(
    'dead_letters_open',
    'Dead letters that nothing has closed, by group',
    ['group'] as const,
    (gauge) => {
      for (const { name, subscription } of consumers)
        gauge.set({ group: name }, subscription.openDeadLetters());
    },
  );
  for (const { name, subscription } of consumers) {
    let caughtUp = false;
    subscription.caughtUp.then(
      () => {
        caughtUp = true;
      },
      () => {},
    );
    health.add(name, () => {
      if (!caughtUp) throw new Error('has not yet reached the end that the log had at the start');
    });
  }
}

/** Organisations that were left without an approver show in the metrics. */
export function watchApprovers(
  { organisationApprovers }: { organisationApprovers: OrganisationApprovers },
  metrics: Metrics,
): void {
  metrics.gauge(
    'organisations_without_approver',
    'Organisations whose last approver went and that have none since',
    [],
    async (gauge) => gauge.set(await countWithoutApprover(organisationApprovers)),
  );
}
