import type { LogRecord } from '../port.ts';
import { deadLetterId, parseDeadLetter, parseReplayRequest, replayRequestKey } from './dead-letter.ts';

/** Partition of records that were copied from another log, whose offsets mean nothing in this one. */
const ELSEWHERE = -1;

/**
 * A record of a dead letters' topic as it stands in another log. Its dead letter has no partition and offset there, so any
 * record of its key that is handled next closes it. Its id differs from those that the other log makes.
 */
export function copiedDeadLetter({ key, value }: Pick<LogRecord, 'key' | 'value'>): {
  key: string;
  value: string;
} {
  const request = parseReplayRequest(value);
  if (request !== undefined) {
    const id = copiedId(request.id);
    return { key: replayRequestKey(id), value: JSON.stringify({ ...request, id }) };
  }
  const deadLetter = parseDeadLetter(value);
  if (deadLetter === undefined) return { key, value };
  const record = deadLetter.status === 'open' ? deadLetter.record : undefined;
  const copied = {
    ...deadLetter,
    id: copiedId(deadLetter.id),
    partition: ELSEWHERE,
    ...(record !== undefined && { record: { ...record, partition: ELSEWHERE } }),
  };
  return { key: copied.id, value: JSON.stringify(copied) };
}

function copiedId(id: string): string {
  return deadLetterId('carried', id);
}
