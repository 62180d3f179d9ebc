import type { Consumer, EventLog, LogRecord } from '../port.ts';
import { byKey } from './by-key.ts';
import type { FailureLog } from './failure-log.ts';
import { failureReason } from './failure-reason.ts';
import { type ParsedRecord, parseRecord } from './parsed-record.ts';

export interface ReplicateOptions {
  log: EventLog;
  topics: readonly string[];
  /** Applies a key's state. Older states may be left out, and the same one may come again. */
  apply: (record: ParsedRecord) => unknown;
  logger?: FailureLog | undefined;
  /** Each record that could not be applied, for metrics. */
  onSkipped?: ((topic: string) => void) | undefined;
}

/**
 * Keeps a replica in memory of what topics hold, from their start. A record that cannot be applied is skipped: a replica
 * that stops is worse than one that lacks an entity until its next change.
 */
export function replicate({ log, topics, apply, logger, onSkipped }: ReplicateOptions): Promise<Consumer> {
  async function take(record: LogRecord): Promise<void> {
    try {
      const parsed = parseRecord(record);
      if (parsed === undefined) throw new TypeError('the value is not a JSON object');
      await apply(parsed);
    } catch (error) {
      const { topic, partition, offset, key } = record;
      logger?.warn(
        { topic, partition, offset, key, reason: failureReason(error) },
        'record skipped by a replica',
      );
      onSkipped?.(topic);
    }
  }

  return log.consume({
    topics,
    async handle(records) {
      for (const [record] of byKey(records, true)) if (record !== undefined) await take(record);
    },
  });
}
