import { byKey, workOff } from './by-key.ts';
import { openDeadLetters } from './dead-letters.ts';
import type { FailureLog } from './failure-log.ts';
import { failureReason } from './failure-reason.ts';
import { type ParsedRecord, parseRecord } from './parsed-record.ts';
import type { Consumer, EventLog, LogRecord } from './port.ts';
import { DEFAULT_RETRIES, isRetryable, type RetryOptions, withRetries } from './retries.ts';

/** What became of a record that was handled. */
export type Outcome = { status: 'done' } | { status: 'ignored'; reason: string };

export interface SubscribeOptions {
  log: EventLog;
  group: string;
  topics: readonly string[];
  /**
   * One record's effects, which come from the state it carries: it may come again, and states before it may not come.
   * An error with `retryable: true` is tried again; any other makes a dead letter at once.
   */
  handle: (record: ParsedRecord) => Promise<Outcome>;
  now: () => number;
  retry?: Partial<RetryOptions>;
  /** Of a batch only each key's last record is handled. Default true. */
  coalesce?: boolean;
  /** Keys handled at a time, per partition. Default 32. */
  concurrency?: number;
  /**
   * Rejects while what the handler needs is away (a store's ping). An outage is no record's fault: nothing then
   * becomes a dead letter, and the batch comes again. Default: the log's ping.
   */
  ping?: () => Promise<void>;
  /** Each record that was handled or given up, for metrics. */
  onOutcome?: (topic: string, outcome: Outcome | { status: 'dead'; reason: string }) => void;
  logger?: FailureLog;
}

export interface Subscription extends Consumer {
  /** Dead letters of the group that no later record has closed. */
  openDeadLetters(): number;
}

/**
 * Consumes topics as a group: records of a key in order, different keys side by side. A record that cannot be processed
 * goes to `<topic>.dead` and stops nothing else.
 */
export async function subscribe(options: SubscribeOptions): Promise<Subscription> {
  const { log, group, topics, handle, now, coalesce = true, concurrency = 32, onOutcome, logger } = options;
  const ping = options.ping ?? (() => log.ping());
  const retry = { ...DEFAULT_RETRIES, ...options.retry };
  const stop = new AbortController();
  const deadLetters = await openDeadLetters({ log, group, topics, now });

  async function process(record: LogRecord): Promise<void> {
    const parsed = parseRecord(record);
    if (parsed === undefined) return giveUp(record, 'the value is not a JSON object');
    let outcome: Outcome;
    try {
      outcome = await withRetries(() => handle(parsed), retry, stop.signal);
    } catch (error) {
      stop.signal.throwIfAborted();
      if (isRetryable(error)) await ping();
      return giveUp(record, failureReason(error));
    }
    await deadLetters.closeBehind(record);
    onOutcome?.(record.topic, outcome);
  }

  async function giveUp(record: LogRecord, reason: string): Promise<void> {
    const { topic, partition, offset, key } = record;
    await deadLetters.open(record, reason);
    logger?.warn({ group, topic, partition, offset, key, reason }, 'record became a dead letter');
    onOutcome?.(topic, { status: 'dead', reason });
  }

  const consumer = await log.consume({
    group,
    topics,
    async handle(records) {
      try {
        await workOff(byKey(records, coalesce), concurrency, process);
      } catch (error) {
        if (!stop.signal.aborted) {
          logger?.warn(
            { group, topic: records[0]?.topic, reason: failureReason(error) },
            'batch comes again',
          );
        }
        throw error;
      }
    },
  });
  return {
    ...consumer,
    openDeadLetters: () => deadLetters.openCount(),
    async close() {
      stop.abort();
      await consumer.close();
      await deadLetters.close();
    },
  };
}
