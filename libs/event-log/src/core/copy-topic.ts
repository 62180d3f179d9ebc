import { copiedDeadLetter } from '../dead-letters/copied-dead-letter.ts';
import { isDeadLetterTopic } from '../dead-letters/dead-letter.ts';
import type { EventLog, LogRecord, OutgoingRecord, Publisher } from '../port.ts';
import { batchesOf } from './batches-of.ts';
import { readToEnd } from './read-to-end.ts';

/** Progress of a copy: the last offset copied of each partition of the source, and the number of records. */
export interface CopyProgress {
  offsets: Readonly<Record<string, string>>;
  records: number;
}

export const NOTHING_COPIED: CopyProgress = { offsets: {}, records: 0 };

export interface TopicCopy {
  from: EventLog;
  topic: string;
  /** Of the target log, which must have the topic. */
  publisher: Publisher;
  copied: CopyProgress;
  /** What chooses a record's partition where that is not its key. */
  partitionKeyOf: (value: string) => string | undefined;
  /** A record of the progress, published together with what was copied: all or none. */
  markOf: (copied: CopyProgress) => OutgoingRecord;
  onCopied?: (copied: CopyProgress) => void;
}

/** The mark takes the rest of a publish's 512 KB. */
const BATCH = { maxCount: 100, maxBytes: 508 * 1024 };
const bytesOf = ({ value }: LogRecord) => Buffer.byteLength(value);

/** A record as the target log has it. */
export function copiedRecord(
  record: LogRecord,
  partitionKeyOf: (value: string) => string | undefined,
): OutgoingRecord {
  const { topic, timestamp } = record;
  if (isDeadLetterTopic(topic)) return { topic, timestamp, ...copiedDeadLetter(record) };
  const { key, value } = record;
  const partitionKey = partitionKeyOf(value);
  return { topic, key, value, timestamp, ...(partitionKey !== undefined && { partitionKey }) };
}

/**
 * Appends what a topic holds after `copied` to the target log, in the order of its partitions and with its times. The marks
 * are exact, so a copy that was cut off goes on from the last one.
 */
export async function copyTopic(copy: TopicCopy): Promise<CopyProgress> {
  const { from, topic, publisher, partitionKeyOf, markOf, onCopied } = copy;
  let { copied } = copy;
  await readToEnd(from, [topic], async (records) => {
    const isNew = ({ partition, offset }: LogRecord) =>
      BigInt(offset) > BigInt(copied.offsets[partition] ?? '-1');
    for (const part of batchesOf(records.filter(isNew), bytesOf, BATCH)) {
      copied = advanced(copied, part);
      await publisher.publish([...part.map((each) => copiedRecord(each, partitionKeyOf)), markOf(copied)]);
      onCopied?.(copied);
    }
    return undefined;
  });
  return copied;
}

function advanced({ offsets, records }: CopyProgress, part: readonly LogRecord[]): CopyProgress {
  const last = Object.fromEntries(part.map(({ partition, offset }) => [partition, offset]));
  return { offsets: { ...offsets, ...last }, records: records + part.length };
}
