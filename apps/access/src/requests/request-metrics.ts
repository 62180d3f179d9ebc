import type { RequestDecision } from '@gatehouse/contracts';
import type { Metrics } from '@gatehouse/runtime';
import type { Requests } from './requests.store.ts';

/** Called with each decision that was made. */
export type OnDecided = (decision: RequestDecision) => void;

/** Shows in the metrics what waits for a decision, and counts decisions. */
export function measureRequests(requests: Requests, now: () => number, metrics: Metrics): OnDecided {
  const waiting = { 'state.status': 'waiting' };
  metrics.gauge('requests_waiting', 'Requests for access that wait for a decision', [], async (gauge) =>
    gauge.set(await requests.count(waiting)),
  );
  metrics.gauge(
    'requests_escalated',
    'Requests for access that support may decide as well, by cause',
    ['cause'],
    async (gauge) => {
      for (const cause of ['no-approver', 'overdue']) {
        gauge.set({ cause }, await requests.count({ 'state.escalated': cause, ...waiting }));
      }
    },
  );
  metrics.gauge(
    'requests_oldest_seconds',
    'For how long the oldest request for access has waited for a decision; 0 where none waits',
    [],
    async (gauge) => {
      const [oldest] = await requests.find({ where: waiting, sort: [['state.createdAt', 1]], limit: 1 });
      gauge.set(oldest === undefined ? 0 : (now() - Date.parse(oldest.state.createdAt)) / 1_000);
    },
  );
  const decisions = metrics.counter('request_decisions_total', 'Decisions on requests for access', [
    'decision',
    'by',
  ]);
  return ({ decision, as }) => decisions.inc({ decision, by: as });
}
