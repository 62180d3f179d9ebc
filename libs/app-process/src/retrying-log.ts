import type { EventLog } from '@gatehouse/event-log';
import { type RetryUntilOpenOptions, retryUntilOpen } from '@gatehouse/runtime';

/**
 * The log as a start needs it: making topics and beginning to consume are retried while its server is away, within the time
 * that its opening was allowed. Neither leaves anything behind where it fails.
 */
export function retryingLog(
  log: EventLog,
  { log: logger, retryForMs = 60_000 }: RetryUntilOpenOptions,
): EventLog {
  const deadline = performance.now() + retryForMs;
  const first = <T>(work: () => Promise<T>) =>
    retryUntilOpen('event log', work, { log: logger, retryForMs: deadline - performance.now() });
  return {
    ...log,
    ensureTopics: (topics) => first(() => log.ensureTopics(topics)),
    consume: (options) => first(() => log.consume(options)),
  };
}
