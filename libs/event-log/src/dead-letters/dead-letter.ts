import { createHash } from 'node:crypto';
import type { LogRecord } from '../port.ts';

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

/**
 * A record that a group could not process; `closed` once a later record of its key said all that it said, a replay
 * succeeded, or an operator discarded it. Its key in the topic is its id, so that nothing said of one letter hides another.
 */
export type DeadLetter =
  | (LetterMembers & { status: 'open'; record?: LogRecord })
  | (LetterMembers & { status: 'closed'; closedAt: string });

export type OpenLetter = Extract<DeadLetter, { status: 'open' }>;

/**
 * An operator's word that a group should try a letter's record again. A record of its own beside the letter, which is
 * neither copied nor made younger by it.
 */
export interface ReplayRequest {
  status: 'replay';
  /** The letter's. */
  id: string;
  group: string;
  topic: string;
  /** ISO 8601. */
  at: string;
}

/** The topic that holds the dead letters of a topic. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dead`;
}

export function isDeadLetterTopic(topic: string): boolean {
  return topic.endsWith('.dead');
}

export function openLetter(group: string, record: LogRecord, reason: string, nowMs: number): OpenLetter {
  const { topic, partition, offset, key } = record;
  const members: LetterMembers = {
    id: letterId(group, topic, partition, offset),
    group,
    topic,
    partition,
    offset,
    key,
    reason,
    at: new Date(nowMs).toISOString(),
  };
  const letter: OpenLetter = { ...members, status: 'open', record };
  return Buffer.byteLength(JSON.stringify(letter)) > MAX_LETTER_BYTES
    ? { ...members, status: 'open' }
    : letter;
}

const RELAY_GROUP = 'relay.';
/** Of a record that is in no topic. */
const NOWHERE = { partition: -1, offset: '0' };

/**
 * The letter of a record that a store's relay could not publish: no topic takes it, so that it lacks to every group, and
 * it stays without the record. The entity's next one closes it.
 */
export function unpublishedLetter(
  relay: string,
  { topic, key }: { topic: string; key: string },
  reason: string,
  nowMs: number,
): OpenLetter {
  const group = `${RELAY_GROUP}${relay}`;
  const at = new Date(nowMs).toISOString();
  return { id: letterId(group, topic, key), group, topic, ...NOWHERE, key, reason, at, status: 'open' };
}

/** True for a letter of a record that was never published. There is nothing in it that a group could try again. */
export function isUnpublished({ group }: Pick<DeadLetter, 'group'>): boolean {
  return group.startsWith(RELAY_GROUP);
}

function letterId(...members: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(members)).digest('hex').slice(0, 32);
}

/** The record is left out: what it said of a person must not outlive what closed it. */
export function closedLetter(letter: DeadLetter, nowMs: number): DeadLetter {
  const { id, group, topic, partition, offset, key, reason, at } = letter;
  const closedAt = new Date(nowMs).toISOString();
  return { id, group, topic, partition, offset, key, reason, at, status: 'closed', closedAt };
}

/** The letter for those who need not hold what it says. */
export function withoutRecord({ record: _record, ...letter }: OpenLetter): OpenLetter {
  return letter;
}

/** Undefined where the text is no dead letter. */
export function parseDeadLetter(text: string): DeadLetter | undefined {
  const letter = parse(text) as Partial<DeadLetter> | undefined;
  const known = letter?.status === 'open' || letter?.status === 'closed';
  return known && isText(letter.id) && isText(letter.group) && isText(letter.key)
    ? (letter as DeadLetter)
    : undefined;
}

/** The key under which a replay is asked for. */
export function replayRequestKey(id: string): string {
  return `${id}/replay`;
}

/** Undefined where the text asks for no replay. */
export function parseReplayRequest(text: string): ReplayRequest | undefined {
  const request = parse(text) as Partial<ReplayRequest> | undefined;
  return request?.status === 'replay' && isText(request.id) && isText(request.group)
    ? (request as ReplayRequest)
    : undefined;
}

/** The partition of what was carried here from another log, whose places mean nothing in this one. */
const ELSEWHERE = -1;

/**
 * A record of a dead letters' topic as it stands in another log: its letter is of no place there, so that it is closed by
 * whatever record of its key is handled next, and has an id that no place of that log makes.
 */
export function carriedLetter({ key, value }: Pick<LogRecord, 'key' | 'value'>): {
  key: string;
  value: string;
} {
  const request = parseReplayRequest(value);
  if (request !== undefined) {
    const id = carriedId(request.id);
    return { key: replayRequestKey(id), value: JSON.stringify({ ...request, id }) };
  }
  const letter = parseDeadLetter(value);
  if (letter === undefined) return { key, value };
  const record = letter.status === 'open' ? letter.record : undefined;
  const carried = {
    ...letter,
    id: carriedId(letter.id),
    partition: ELSEWHERE,
    ...(record !== undefined && { record: { ...record, partition: ELSEWHERE } }),
  };
  return { key: carried.id, value: JSON.stringify(carried) };
}

function carriedId(id: string): string {
  return letterId('carried', id);
}

const isText = (value: unknown) => typeof value === 'string';

function parse(text: string): object | undefined {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}
