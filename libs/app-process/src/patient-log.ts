import type { EventLog } from '@gatehouse/event-log';
import { type PatienceOptions, patiently } from '@gatehouse/runtime';

/**
 * The log as a start needs it: for as long as its opening would have been waited for, making topics and beginning to
 * consume are tried again as well, while its server is away. Neither leaves anything behind where it fails.
 */
export function patientLog(log: EventLog, { log: logger, patienceMs = 60_000 }: PatienceOptions): EventLog {
  const deadline = performance.now() + patienceMs;
  const first = <T>(work: () => Promise<T>) =>
    patiently('event log', work, { log: logger, patienceMs: deadline - performance.now() });
  return {
    ...log,
    ensureTopics: (topics) => first(() => log.ensureTopics(topics)),
    consume: (options) => first(() => log.consume(options)),
  };
}
