import { createHash } from 'node:crypto';
import type { LogRecord } from '../port.ts';

/** Dead letters are deleted at this age: 30 days, in milliseconds. */
export const DEAD_LETTER_RETENTION_MS = 30 * 86_400_000;

/** What fits a publish of 512 KB. A dead letter that would be larger, as JSON in JSON, leaves its record out. */
const MAX_BYTES = 500 * 1024;

interface DeadLetterMembers {
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
 * A record that a group could not process. It is `closed` once a later record of its key was handled, a replay succeeded, or
 * an operator discarded it. Its key in the topic is its id, so compaction keeps the last state of each.
 */
export type DeadLetter =
  | (DeadLetterMembers & { status: 'open'; record?: LogRecord })
  | (DeadLetterMembers & { status: 'closed'; closedAt: string });

export type OpenDeadLetter = Extract<DeadLetter, { status: 'open' }>;

/**
 * An operator's request that a group handles a dead letter's record again. It is a record of its own, so the dead letter
 * keeps its age.
 */
export interface ReplayRequest {
  status: 'replay';
  /** The dead letter's. */
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

export function newDeadLetter(
  group: string,
  record: LogRecord,
  reason: string,
  nowMs: number,
): OpenDeadLetter {
  const { topic, partition, offset, key } = record;
  const members: DeadLetterMembers = {
    id: deadLetterId(group, topic, partition, offset),
    group,
    topic,
    partition,
    offset,
    key,
    reason,
    at: new Date(nowMs).toISOString(),
  };
  const deadLetter: OpenDeadLetter = { ...members, status: 'open', record };
  return Buffer.byteLength(JSON.stringify(deadLetter)) > MAX_BYTES
    ? { ...members, status: 'open' }
    : deadLetter;
}

const RELAY_GROUP = 'relay.';
/** The partition and offset of a record that is in no topic. */
const NOWHERE = { partition: -1, offset: '0' };

/**
 * The dead letter of a record that a store's relay could not publish, since it is too large for its topic. Every group lacks
 * it. The record stays in the store; the entity's next one closes the dead letter.
 */
export function unpublishedDeadLetter(
  relay: string,
  { topic, key }: { topic: string; key: string },
  reason: string,
  nowMs: number,
): OpenDeadLetter {
  const group = `${RELAY_GROUP}${relay}`;
  const at = new Date(nowMs).toISOString();
  return { id: deadLetterId(group, topic, key), group, topic, ...NOWHERE, key, reason, at, status: 'open' };
}

/** True where the record was never published, so that no group can handle it again. */
export function isUnpublished({ group }: Pick<DeadLetter, 'group'>): boolean {
  return group.startsWith(RELAY_GROUP);
}

/** True where a group can handle the record again: it was published, and its dead letter holds it. */
export function isReplayable({ group, record }: OpenDeadLetter): boolean {
  return !group.startsWith(RELAY_GROUP) && record !== undefined;
}

/** The same for the same members. */
export function deadLetterId(...members: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(members)).digest('hex').slice(0, 32);
}

/** Without its record, whose personal data must not outlive the closing. */
export function closedDeadLetter(deadLetter: DeadLetter, nowMs: number): DeadLetter {
  const { id, group, topic, partition, offset, key, reason, at } = deadLetter;
  const closedAt = new Date(nowMs).toISOString();
  return { id, group, topic, partition, offset, key, reason, at, status: 'closed', closedAt };
}

/** A dead letter for readers who do not need its record. */
export function withoutRecord({ record: _record, ...deadLetter }: OpenDeadLetter): OpenDeadLetter {
  return deadLetter;
}

/** Undefined where the text is no dead letter. */
export function parseDeadLetter(text: string): DeadLetter | undefined {
  const deadLetter = parse(text) as Partial<DeadLetter> | undefined;
  const known = deadLetter?.status === 'open' || deadLetter?.status === 'closed';
  return known && isText(deadLetter.id) && isText(deadLetter.group) && isText(deadLetter.key)
    ? (deadLetter as DeadLetter)
    : undefined;
}

/** The key under which a replay is requested. */
export function replayRequestKey(id: string): string {
  return `${id}/replay`;
}

/** Undefined where the text is no replay request. */
export function parseReplayRequest(text: string): ReplayRequest | undefined {
  const request = parse(text) as Partial<ReplayRequest> | undefined;
  return request?.status === 'replay' && isText(request.id) && isText(request.group)
    ? (request as ReplayRequest)
    : undefined;
}

const isText = (value: unknown) => typeof value === 'string';

function parse(text: string): object | undefined {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}
