import { createHash } from 'node:crypto';
import type { LogRecord } from './port.ts';

/** Dead letters are deleted at this age: 30 days, in milliseconds. */
export const DEAD_LETTER_RETENTION_MS = 30 * 86_400_000;

/** A record takes at most half a publish's 512 KB. Quoted once more it may be more; then it stays out. */
const MAX_LETTER_BYTES = 500 * 1024;

interface LetterMembers {
  /** The same however often the same record dies in the same group. */
  id: string;
  /** The consumers that could not process it. */
  group: string;
  topic: string;
  partition: number;
  offset: string;
  key: string;
  /** The error, without personal data. */
  reason: string;
  /** When it was given up, ISO 8601. */
  at: string;
}

/** A record that a group could not process; `closed` once a later record of its key said all that it said. */
export type DeadLetter =
  | (LetterMembers & { status: 'open'; record?: LogRecord })
  | (LetterMembers & { status: 'closed'; closedAt: string });

/** The topic that holds the dead letters of a topic. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dead`;
}

/** The key of a dead letter: a group has one at most for each key of a topic. */
export function deadLetterKey({ group, topic, key }: { group: string; topic: string; key: string }): string {
  return `${group}/${topic}/${key}`;
}

export function openLetter(group: string, record: LogRecord, reason: string, nowMs: number): DeadLetter {
  const { topic, partition, offset, key } = record;
  const place = JSON.stringify([group, topic, partition, offset]);
  const members: LetterMembers = {
    id: createHash('sha256').update(place).digest('hex').slice(0, 32),
    group,
    topic,
    partition,
    offset,
    key,
    reason,
    at: new Date(nowMs).toISOString(),
  };
  const letter: DeadLetter = { ...members, status: 'open', record };
  return Buffer.byteLength(JSON.stringify(letter)) > MAX_LETTER_BYTES
    ? { ...members, status: 'open' }
    : letter;
}

/** The record is left out: what it said of a person must not outlive what closed it. */
export function closedLetter(letter: DeadLetter, nowMs: number): DeadLetter {
  const { id, group, topic, partition, offset, key, reason, at } = letter;
  const closedAt = new Date(nowMs).toISOString();
  return { id, group, topic, partition, offset, key, reason, at, status: 'closed', closedAt };
}

/** Undefined where the text is no dead letter. */
export function parseDeadLetter(text: string): DeadLetter | undefined {
  try {
    const letter = JSON.parse(text) as Partial<DeadLetter> | null;
    const known = letter?.status === 'open' || letter?.status === 'closed';
    return known && typeof letter.group === 'string' && typeof letter.key === 'string'
      ? (letter as DeadLetter)
      : undefined;
  } catch {
    return undefined;
  }
}
