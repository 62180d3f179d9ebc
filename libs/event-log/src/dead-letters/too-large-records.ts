import type { OutgoingRecord, TopicDeclaration } from '../port.ts';
import {
  DEAD_LETTER_RETENTION_MS,
  type DeadLetter,
  deadLetterTopic,
  type OpenDeadLetter,
  unpublishedDeadLetter,
} from './dead-letter.ts';

/** A dead letter for each record that its topic never takes, unless a later record of its key carries a newer state. */
export function deadLettersOfTooLarge(
  relay: string,
  records: readonly OutgoingRecord[],
  reasons: ReadonlyMap<number, string>,
  nowMs: number,
): OpenDeadLetter[] {
  const deadLetters = new Map<string, OpenDeadLetter>();
  for (const [index, reason] of reasons) {
    const record = records[index];
    if (record === undefined || hasLaterState(records, index, reasons)) continue;
    const deadLetter = unpublishedDeadLetter(relay, record, reason, nowMs);
    deadLetters.set(deadLetter.id, deadLetter);
  }
  return [...deadLetters.values()];
}

function hasLaterState(
  records: readonly OutgoingRecord[],
  index: number,
  reasons: ReadonlyMap<number, string>,
): boolean {
  const { topic, key } = records[index] ?? {};
  return records.some(
    (record, later) => later > index && record.topic === topic && record.key === key && !reasons.has(later),
  );
}

/** A dead letter as a record of its topic. */
export function deadLetterRecord(deadLetter: DeadLetter): OutgoingRecord {
  return { topic: deadLetterTopic(deadLetter.topic), key: deadLetter.id, value: JSON.stringify(deadLetter) };
}

/** The topic that a dead letter goes to. */
export function deadLetterTopicOf({ topic }: DeadLetter): TopicDeclaration {
  return { name: deadLetterTopic(topic), retentionMs: DEAD_LETTER_RETENTION_MS };
}
