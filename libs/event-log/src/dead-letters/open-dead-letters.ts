import { readToEnd } from '../core/read-to-end.ts';
import type { EventLog } from '../port.ts';
import {
  DEAD_LETTER_RETENTION_MS,
  deadLetterTopic,
  type OpenDeadLetter,
  parseDeadLetter,
  parseReplayRequest,
  withoutRecord,
} from './dead-letter.ts';

/** An open dead letter, and when its replay was last requested. */
export interface FoundDeadLetter {
  deadLetter: OpenDeadLetter;
  /** ISO 8601. Absent where nobody requested one since the record died last. */
  replayRequestedAt?: string;
}

export interface OpenDeadLettersQuery {
  log: EventLog;
  /** The topics whose records died. */
  topics: readonly string[];
  now: () => number;
  /** Which dead letters come with their records: there may be many. */
  withRecord: (deadLetter: OpenDeadLetter) => boolean;
}

/** Reads which dead letters are open at this moment, by id, the oldest first. Their topics must exist. */
export async function readOpenDeadLetters({
  log,
  topics,
  now,
  withRecord,
}: OpenDeadLettersQuery): Promise<Map<string, FoundDeadLetter>> {
  const deadLetters = new Map<string, OpenDeadLetter>();
  const requests = new Map<string, string>();
  await readToEnd(log, topics.map(deadLetterTopic), (records) => {
    for (const { value } of records) {
      const request = parseReplayRequest(value);
      if (request !== undefined) requests.set(request.id, request.at);
      const deadLetter = parseDeadLetter(value);
      if (deadLetter?.status === 'closed') deadLetters.delete(deadLetter.id);
      if (deadLetter?.status === 'open')
        deadLetters.set(deadLetter.id, withRecord(deadLetter) ? deadLetter : withoutRecord(deadLetter));
    }
    return undefined;
  });
  // The log deletes whole segments, so that some outlive their time.
  const oldest = new Date(now() - DEAD_LETTER_RETENTION_MS).toISOString();
  const kept = [...deadLetters.values()].filter(({ at }) => at > oldest);
  // Many may die in one millisecond: their ids keep the order, which pages depend on, from one reading to the next.
  kept.sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  return new Map(
    kept.map((deadLetter) => {
      const requestedAt = requests.get(deadLetter.id);
      const isWaiting = requestedAt !== undefined && requestedAt >= deadLetter.at;
      return [deadLetter.id, { deadLetter, ...(isWaiting && { replayRequestedAt: requestedAt }) }];
    }),
  );
}

function placeOf({ at, id }: OpenDeadLetter): string {
  return `${at} ${id}`;
}
