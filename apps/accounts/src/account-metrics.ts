import type { Metrics } from '@gatehouse/runtime';

/** What accounts counts. */
export function accountMetrics(metrics: Metrics) {
  const signIns = metrics.counter(
    'account_sign_ins_total',
    'Sign-ins of first-party frontends that came back, by how they ended',
    ['outcome'],
  );
  const met = metrics.counter(
    'account_emails_met_total',
    'New users that were made although a user with another identity has the verified email',
  );
  const away = metrics.gauge(
    'account_provider_away',
    'Whether the last reading of the provider’s description failed: 1 or 0',
  );
  const overdue = metrics.gauge(
    'overdue_command_requests',
    'Command requests without a reply for ten minutes',
  );
  return {
    onOutcome: (outcome: string) => signIns.inc({ outcome }),
    onMet: () => met.inc(),
    onProvider: (isReachable: boolean) => away.set(isReachable ? 0 : 1),
    onOverdue: (count: number) => overdue.set(count),
  };
}

export type AccountMetrics = ReturnType<typeof accountMetrics>;
