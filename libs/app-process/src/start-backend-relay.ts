import { type Relay, type RelayOptions, startRelay } from '@gatehouse/event-log';
import type { Logger, Metrics } from '@gatehouse/runtime';

/** Starts the relay from a service's store to the log, with its backlog in the metrics. */
export function startBackendRelay(
  options: Pick<RelayOptions, 'name' | 'store' | 'log' | 'now'>,
  logger: Logger,
  metrics: Metrics,
): Relay {
  const waiting = metrics.gauge(
    'relay_waiting_events',
    'Events not yet in the log, of the next hundred documents',
  );
  const oldest = metrics.gauge('relay_oldest_seconds', 'Age of the oldest event that is not yet in the log');
  const tooLarge = metrics.counter(
    'relay_dead_letters_total',
    'Events that became dead letters, since they are larger than their topic takes',
  );
  return startRelay({
    ...options,
    onBacklog({ events, oldestAgeMs }) {
      waiting.set(events);
      oldest.set(oldestAgeMs / 1_000);
    },
    onDeadLetter({ id, topic, key, reason }) {
      tooLarge.inc();
      logger.error(
        { deadLetter: id, topic, key, reason },
        'an event was not published: it became a dead letter',
      );
    },
    onError: (err) => logger.warn({ err }, 'the relay begins again'),
  });
}
