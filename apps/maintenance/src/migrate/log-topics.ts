import { partitionKeyOf } from '@gatehouse/contracts';
import {
  copiedRecord,
  DEAD_LETTER_RETENTION_MS,
  deadLetterTopic,
  type LogRecord,
  type TopicDeclaration,
} from '@gatehouse/event-log';
import { services } from '@gatehouse/standalone/apps';

/** All that the platform keeps in its log: the topics of its entities, and of each its dead letters. */
export const LOG_TOPICS: readonly TopicDeclaration[] = services
  .flatMap(({ topics }) => topics)
  .flatMap((topic) => [topic, { name: deadLetterTopic(topic.name), retentionMs: DEAD_LETTER_RETENTION_MS }]);

/** What chose a record's partition, which an embedded log does not keep. */
export function partitionKeyOfValue(value: string): string | undefined {
  try {
    return partitionKeyOf(JSON.parse(value));
  } catch {
    return undefined;
  }
}

/** A record as it should be found in the log that it was copied to. */
export function asCarried(record: LogRecord): { key: string; value: string } {
  return copiedRecord(record, partitionKeyOfValue);
}
