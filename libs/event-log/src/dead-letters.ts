import { randomUUID } from 'node:crypto';
import {
  closedLetter,
  DEAD_LETTER_RETENTION_MS,
  type DeadLetter,
  deadLetterKey,
  deadLetterTopic,
  openLetter,
  parseDeadLetter,
} from './dead-letter.ts';
import type { EventLog, LogRecord, Publisher } from './port.ts';

/** The dead letters of one group. */
export interface DeadLetters {
  /** Rejects when the log does not take the letter. */
  open(record: LogRecord, reason: string): Promise<void>;
  /** Closes the letter of the record's key, if there is one of this or an earlier record. */
  closeBehind(record: LogRecord): Promise<void>;
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

  const open = new Map<string, DeadLetter>();
  const replica = await log.consume({
    topics: deadTopics,
    async handle(records) {
      for (const { key, value } of records) {
        const letter = parseDeadLetter(value);
        if (letter?.group === group) keep(key, letter);
      }
    },
  });
  await replica.caughtUp;

  function keep(key: string, letter: DeadLetter): void {
    if (letter.status === 'closed') open.delete(key);
    // Only its place is needed again, not its record.
    else open.set(key, { ...closedLetter(letter, 0), status: 'open' });
  }

  let publisher: Publisher | undefined;
  let last: Promise<void> = Promise.resolve();

  function publish(letter: DeadLetter): Promise<void> {
    // A publisher takes one call at a time.
    const published = last.catch(() => {}).then(() => send(letter));
    last = published;
    return published;
  }

  async function send(letter: DeadLetter): Promise<void> {
    const key = deadLetterKey(letter);
    try {
      publisher ??= await log.publisher(`dead-letters.${group}.${randomUUID()}`);
      await publisher.publish([{ topic: deadLetterTopic(letter.topic), key, value: JSON.stringify(letter) }]);
    } catch (error) {
      await publisher?.close().catch(() => {});
      publisher = undefined;
      throw error;
    }
    keep(key, letter);
  }

  return {
    open: (record, reason) => publish(openLetter(group, record, reason, now())),
    async closeBehind(record) {
      if (open.size === 0) return;
      const letter = open.get(deadLetterKey({ group, topic: record.topic, key: record.key }));
      if (letter === undefined || isBehind(record, letter)) return;
      await publish(closedLetter(letter, now()));
    },
    openCount: () => open.size,
    async close() {
      await replica.close();
      await last.catch(() => {});
      await publisher?.close().catch(() => {});
    },
  };
}

/** True for a record from before the dead one, handed over again. */
function isBehind(record: LogRecord, letter: DeadLetter): boolean {
  return record.partition === letter.partition && BigInt(record.offset) < BigInt(letter.offset);
}
