import { topics } from '@gatehouse/contracts';
import { type DeadLetterAdmin, type EventLog, openDeadLetterAdmin } from '@gatehouse/event-log';

/**
 * The dead letters of the whole platform, in the event log itself. It is opened at the first use, since it makes the topics
 * that are missing; after a failure the next use opens it.
 */
export function deadLettersOf(log: EventLog, now: () => number): () => Promise<DeadLetterAdmin> {
  let opened: Promise<DeadLetterAdmin> | undefined;
  const names = Object.values(topics).map(({ name }) => name);
  return () => {
    opened ??= openDeadLetterAdmin({ log, topics: names, now }).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
