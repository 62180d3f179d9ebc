import { carriedLetter, isDeadLetterTopic } from '../dead-letters/dead-letter.ts';
import type { EventLog, LogRecord, OutgoingRecord, Publisher } from '../port.ts';
import { readToEnd } from './read-to-end.ts';

/** How far a copy of a topic is: the last offset copied of each partition of the source, and how many records in all. */
export interface CopiedSoFar {
  offsets: Readonly<Record<string, string>>;
  records: number;
}

export const NOTHING_COPIED: CopiedSoFar = { offsets: {}, records: 0 };

export interface TopicCopy {
  from: EventLog;
  topic: string;
  /** On the log that is copied to; the topic must be there. */
  publisher: Publisher;
  copied: CopiedSoFar;
  /** What chooses a record's partition where that is not its key. */
  partitionKeyOf: (value: string) => string | undefined;
  /** A record that says how far the copy is, published together with what was copied: all or none. */
  markOf: (copied: CopiedSoFar) => OutgoingRecord;
  onCopied?: (copied: CopiedSoFar) => void;
}

const MOST_RECORDS = 100;
/** Leaves room for the mark in the 512 KB of a publish. */
const MOST_BYTES = 508 * 1024;

/** A record as it stands in a log that it is copied to. */
export function carriedRecord(
  record: LogRecord,
  partitionKeyOf: (value: string) => string | undefined,
): OutgoingRecord {
  const { topic, timestamp } = record;
  if (isDeadLetterTopic(topic)) return { topic, timestamp, ...carriedLetter(record) };
  const { key, value } = record;
  const partitionKey = partitionKeyOf(value);
  return { topic, key, value, timestamp, ...(partitionKey !== undefined && { partitionKey }) };
}

/**
 * Appends what a topic holds behind `copied` to the other log, in the order of its partitions and with its times. What
 * the marks say is exact however the copy is cut off: it goes on from the last mark that is in the log.
 */
export async function copyTopic(copy: TopicCopy): Promise<CopiedSoFar> {
  const { from, topic, publisher, partitionKeyOf, markOf, onCopied } = copy;
  let { copied } = copy;
  await readToEnd(from, [topic], async (records) => {
    const isNew = ({ partition, offset }: LogRecord) =>
      BigInt(offset) > BigInt(copied.offsets[partition] ?? '-1');
    for (const part of partsOf(records.filter(isNew))) {
      copied = behind(copied, part);
      await publisher.publish([...part.map((each) => carriedRecord(each, partitionKeyOf)), markOf(copied)]);
      onCopied?.(copied);
    }
    return undefined;
  });
  return copied;
}

function behind({ offsets, records }: CopiedSoFar, part: readonly LogRecord[]): CopiedSoFar {
  const last = Object.fromEntries(part.map(({ partition, offset }) => [partition, offset]));
  return { offsets: { ...offsets, ...last }, records: records + part.length };
}

/** As much as one publish takes at a time, in order. */
function* partsOf(records: readonly LogRecord[]): Generator<LogRecord[]> {
  let part: LogRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = Buffer.byteLength(record.value);
    if (part.length > 0 && (part.length === MOST_RECORDS || bytes + size > MOST_BYTES)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
