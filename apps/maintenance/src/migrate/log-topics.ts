import { partitionKeyOf } from '@gatehouse/contracts';
import {
  copiedRecord,
  DEAD_LETTER_RETENTION_MS,
  deadLetterTopic,
  type LogRecord,
  type TopicDeclaration,
} from '@gatehouse/event-log';
import { services } from '@gatehouse/standalone/apps';

/** Every topic of the platform, and the topic of its dead letters. */
export const LOG_TOPICS: readonly TopicDeclaration[] = services
  .flatMap(({ topics }) => topics)
  .flatMap((topic) => [topic, { name: deadLetterTopic(topic.name), retentionMs: DEAD_LETTER_RETENTION_MS }]);

/** The key that chose a record's partition: an embedded log does not store it. */
export function partitionKeyOfValue(value: string): string | undefined {
  try {
    return partitionKeyOf(JSON.parse(value));
  } catch {
    return undefined;
  }
}

/** A record as the target log should hold it. */
export function asCarried(record: LogRecord): { key: string; value: string } {
  return copiedRecord(record, partitionKeyOfValue);
}
