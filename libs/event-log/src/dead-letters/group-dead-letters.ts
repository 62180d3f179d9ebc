import { randomUUID } from 'node:crypto';
import { type EventLog, EventLogError, type LogRecord, type Publisher, RecordsTooLarge } from '../port.ts';
import {
  closedLetter,
  DEAD_LETTER_RETENTION_MS,
  type DeadLetter,
  deadLetterTopic,
  isUnpublished,
  type OpenLetter,
  openLetter,
  parseDeadLetter,
  withoutRecord,
} from './dead-letter.ts';
import { letterRecord } from './too-large-records.ts';

const CATCH_UP_MS = 10_000;

/** The dead letters of one group. */
export interface DeadLetters {
  /** Closes what the record says again, and rejects when the log does not take the letter. */
  open(record: LogRecord, reason: string): Promise<void>;
  /** Closes the letters of the records' keys that are of these or earlier records. */
  closeBehind(records: readonly LogRecord[]): Promise<void>;
  /** Resolves when every letter that is in the log at this moment is known here. */
  catchUp(): Promise<void>;
  isOpen(letter: { id: string; topic: string; key: string }): boolean;
  openCount(): number;
  close(): Promise<void>;
}

export interface DeadLettersOptions {
  log: EventLog;
  group: string;
  topics: readonly string[];
  now: () => number;
}

/** Makes the dead letters' topics where they are missing, and reads which letters of the group are open. */
export async function openDeadLetters({ log, group, topics, now }: DeadLettersOptions): Promise<DeadLetters> {
  const deadTopics = topics.map(deadLetterTopic);
  await log.ensureTopics(deadTopics.map((name) => ({ name, retentionMs: DEAD_LETTER_RETENTION_MS })));

  const open = new Map<string, Map<string, OpenLetter>>();
  const replica = await log.consume({
    topics: deadTopics,
    async handle(records) {
      for (const { value } of records) {
        const letter = parseDeadLetter(value);
        if (letter !== undefined && (letter.group === group || isUnpublished(letter))) keep(letter);
      }
    },
  });
  await replica.caughtUp;

  function keep(letter: DeadLetter): void {
    const entity = entityOf(letter);
    const letters = open.get(entity) ?? new Map<string, OpenLetter>();
    if (letter.status === 'closed') letters.delete(letter.id);
    // Only its place is needed again, not its record.
    else letters.set(letter.id, withoutRecord(letter));
    if (letters.size > 0) open.set(entity, letters);
    else open.delete(entity);
  }

  let publisher: Publisher | undefined;
  let last: Promise<void> = Promise.resolve();

  function publish(letters: readonly DeadLetter[]): Promise<void> {
    // A publisher takes one call at a time.
    const published = last.catch(() => {}).then(() => send(letters));
    last = published;
    return published;
  }

  async function send(letters: readonly DeadLetter[]): Promise<void> {
    try {
      publisher ??= await log.publisher(`dead-letters.${group}.${randomUUID()}`);
      await publishFitting(publisher, letters);
    } catch (error) {
      await publisher?.close().catch(() => {});
      publisher = undefined;
      throw error;
    }
    letters.forEach(keep);
  }

  /** A letter that is too large for its topic goes there without its record. */
  async function publishFitting(to: Publisher, letters: readonly DeadLetter[]): Promise<void> {
    try {
      await to.publish(letters.map(letterRecord));
    } catch (error) {
      if (!(error instanceof RecordsTooLarge)) throw error;
      const { reasons } = error;
      const fitting = letters.map((letter, place) =>
        reasons.has(place) && letter.status === 'open' ? withoutRecord(letter) : letter,
      );
      await to.publish(fitting.map(letterRecord));
    }
  }

  function closedBehind(record: LogRecord): DeadLetter[] {
    const letters = open.get(entityOf(record))?.values() ?? [];
    return [...letters]
      .filter((letter) => !isBehind(record, letter))
      .map((letter) => closedLetter(letter, now()));
  }

  return {
    async open(record, reason) {
      const letter = openLetter(group, record, reason, now());
      await publish([...closedBehind(record).filter(({ id }) => id !== letter.id), letter]);
    },
    async closeBehind(records) {
      if (open.size === 0) return;
      const closed = records.flatMap(closedBehind);
      if (closed.length > 0) await publish(closed);
    },
    async catchUp() {
      if (await replica.reachEnd(CATCH_UP_MS)) return;
      throw new EventLogError('event log: dead letters cannot be read', { retryable: true });
    },
    isOpen: (letter) => open.get(entityOf(letter))?.has(letter.id) === true,
    openCount: () =>
      [...open.values()].flatMap((letters) => [...letters.values()].filter((each) => each.group === group))
        .length,
    async close() {
      await replica.close();
      await last.catch(() => {});
      await publisher?.close().catch(() => {});
    },
  };
}

function entityOf({ topic, key }: { topic: string; key: string }): string {
  return `${topic}/${key}`;
}

/** True for a record from before the dead one, handed over again. */
function isBehind(record: LogRecord, letter: DeadLetter): boolean {
  if (isUnpublished(letter)) return record.timestamp <= Date.parse(letter.at);
  return record.partition === letter.partition && BigInt(record.offset) < BigInt(letter.offset);
}
