import { copyTopic, type Publisher, readToEnd } from '@gatehouse/event-log';
import type { Engines } from '@gatehouse/standalone/engines';
import type { OnProgress } from '../offline/progress.ts';
import { LOG_TOPICS, partitionKeyOfValue } from './log-topics.ts';
import { copiedOf, type MigrationRecord, topicMark } from './migration-record.ts';

export interface RecordsCopy {
  source: Pick<Engines, 'eventLog'>;
  publisher: Publisher;
  /** What an earlier run of the same migration left. */
  record: MigrationRecord | undefined;
  run: string;
  confirm: () => void;
  onProgress: OnProgress;
}

/** Appends every topic's records to the target, from the position that the target's mark records. */
export async function copyRecords({
  source,
  publisher,
  record,
  run,
  confirm,
  onProgress,
}: RecordsCopy): Promise<void> {
  const from = source.eventLog;
  for (const { name: topic } of LOG_TOPICS) {
    let total = 0;
    await readToEnd(from, [topic], (records) => {
      total += records.length;
      return undefined;
    });
    await copyTopic({
      from,
      topic,
      publisher,
      copied: copiedOf(record, topic),
      partitionKeyOf: partitionKeyOfValue,
      markOf: (copied) => topicMark(run, topic, copied),
      onCopied({ records: done }) {
        confirm();
        onProgress({ step: 'records', of: topic, done, total: Math.max(total, done) });
      },
    });
  }
}
