import type { OutgoingRecord, TopicDeclaration } from '../port.ts';
import {
  DEAD_LETTER_RETENTION_MS,
  type DeadLetter,
  deadLetterTopic,
  type OpenLetter,
  unpublishedLetter,
} from './dead-letter.ts';

/** A dead letter for each record that its topic never takes, unless a later record of its key says all that it said. */
export function lettersOfTooLarge(
  relay: string,
  records: readonly OutgoingRecord[],
  reasons: ReadonlyMap<number, string>,
  nowMs: number,
): OpenLetter[] {
  const letters = new Map<string, OpenLetter>();
  for (const [place, reason] of reasons) {
    const record = records[place];
    if (record === undefined || isSaidLater(records, place, reasons)) continue;
    const letter = unpublishedLetter(relay, record, reason, nowMs);
    letters.set(letter.id, letter);
  }
  return [...letters.values()];
}

function isSaidLater(
  records: readonly OutgoingRecord[],
  place: number,
  reasons: ReadonlyMap<number, string>,
): boolean {
  const { topic, key } = records[place] ?? {};
  return records.some(
    (record, later) => later > place && record.topic === topic && record.key === key && !reasons.has(later),
  );
}

/** A letter as a record of its topic. */
export function letterRecord(letter: DeadLetter): OutgoingRecord {
  return { topic: deadLetterTopic(letter.topic), key: letter.id, value: JSON.stringify(letter) };
}

/** The topic that a letter goes to. */
export function deadLetterTopicOf({ topic }: DeadLetter): TopicDeclaration {
  return { name: deadLetterTopic(topic), retentionMs: DEAD_LETTER_RETENTION_MS };
}
