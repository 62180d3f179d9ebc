import type { Metrics } from '@gatehouse/runtime';
import { countFailing, type Webhooks } from './webhooks.store.ts';

/** Metrics of webhooks. Gives what counts those that are disabled. */
export function measureWebhooks(metrics: Metrics, webhooks: Webhooks): (reason: 'gone' | 'failing') => void {
  metrics.gauge('webhooks_failing', 'Webhooks whose last attempts have failed', [], async (gauge) => {
    gauge.set(await countFailing(webhooks));
  });
  const disabled = metrics.counter('webhooks_disabled_total', 'Webhooks that were disabled, by reason', [
    'reason',
  ]);
  return (reason) => disabled.inc({ reason });
}
