import type { EventLog } from '../port.ts';
import {
  DEAD_LETTER_RETENTION_MS,
  deadLetterTopic,
  type OpenLetter,
  parseDeadLetter,
  parseReplayRequest,
  withoutRecord,
} from './dead-letter.ts';

/** An open letter, and when a replay of it was last asked for. */
export interface FoundLetter {
  letter: OpenLetter;
  /** ISO 8601. Absent where nobody asked since the record died last. */
  replayRequestedAt?: string;
}

export interface LettersQuery {
  log: EventLog;
  /** Whose letters; their dead letters' topics must be there. */
  topics: readonly string[];
  now: () => number;
  /** Letters whose records are wanted: the others come without, as there may be many. */
  withRecord: (letter: OpenLetter) => boolean;
}

/** Reads from the log which letters are open at this moment, by id, the oldest first. */
export async function readOpenLetters({
  log,
  topics,
  now,
  withRecord,
}: LettersQuery): Promise<Map<string, FoundLetter>> {
  const letters = new Map<string, OpenLetter>();
  const requests = new Map<string, string>();
  const consumer = await log.consume({
    topics: topics.map(deadLetterTopic),
    async handle(records) {
      for (const { value } of records) {
        const request = parseReplayRequest(value);
        if (request !== undefined) requests.set(request.id, request.at);
        const letter = parseDeadLetter(value);
        if (letter?.status === 'closed') letters.delete(letter.id);
        if (letter?.status === 'open')
          letters.set(letter.id, withRecord(letter) ? letter : withoutRecord(letter));
      }
    },
  });
  try {
    await consumer.caughtUp;
  } finally {
    await consumer.close();
  }
  // The log deletes whole segments, so that some outlive their time.
  const oldest = new Date(now() - DEAD_LETTER_RETENTION_MS).toISOString();
  const kept = [...letters.values()].filter(({ at }) => at > oldest);
  kept.sort((one, other) => (one.at < other.at ? -1 : 1));
  return new Map(
    kept.map((letter) => {
      const asked = requests.get(letter.id);
      const isWaiting = asked !== undefined && asked >= letter.at;
      return [letter.id, { letter, ...(isWaiting && { replayRequestedAt: asked }) }];
    }),
  );
}
