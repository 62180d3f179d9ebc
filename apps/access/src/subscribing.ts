import { type EventLog, type SubscribeOptions, type Subscription, subscribe } from '@gatehouse/event-log';
import type { Logger } from '@gatehouse/runtime';

interface Parts {
  eventLog: EventLog;
  now: () => number;
  log: Logger;
  /** Rejects while the store or the log is away. */
  ping: () => Promise<void>;
  onOutcome: NonNullable<SubscribeOptions['onOutcome']>;
}

/** Starts a consumer as all of access's are: its own group, topics and handler. */
export type Subscribing = (
  consumer: Pick<
    SubscribeOptions,
    'group' | 'topics' | 'handle' | 'handleMany' | 'retry' | 'concurrency' | 'batchSize' | 'overlapping'
  >,
) => Promise<Subscription>;

export function createSubscribing({ eventLog, now, log, ping, onOutcome }: Parts): Subscribing {
  return (consumer) =>
    subscribe({
      ...consumer,
      log: eventLog,
      now,
      ping,
      logger: log,
      onOutcome,
    });
}
