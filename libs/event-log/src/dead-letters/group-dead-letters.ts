import { randomUUID } from 'node:crypto';
import { type EventLog, EventLogError, type LogRecord, type Publisher, RecordsTooLarge } from '../port.ts';
import {
  closedDeadLetter,
  DEAD_LETTER_RETENTION_MS,
  type DeadLetter,
  deadLetterTopic,
  isUnpublished,
  newDeadLetter,
  type OpenDeadLetter,
  parseDeadLetter,
  withoutRecord,
} from './dead-letter.ts';
import { deadLetterRecord } from './too-large-records.ts';

const CATCH_UP_MS = 10_000;

/** The dead letters of one group. */
export interface GroupDeadLetters {
  /** Closes older dead letters of the record's key. Rejects when the log does not take the new one. */
  open(record: LogRecord, reason: string): Promise<void>;
  /** Closes the dead letters of these records and of older ones with their keys. */
  closeOlder(records: readonly LogRecord[]): Promise<void>;
  /** Resolves when every dead letter that is in the log at this moment is known here. */
  catchUp(): Promise<void>;
  isOpen(deadLetter: { id: string; topic: string; key: string }): boolean;
  openCount(): number;
  close(): Promise<void>;
}

export interface GroupDeadLettersOptions {
  log: EventLog;
  group: string;
  topics: readonly string[];
  now: () => number;
}

/** Makes the dead letters' topics where they are missing, and reads which dead letters of the group are open. */
export async function openGroupDeadLetters({
  log,
  group,
  topics,
  now,
}: GroupDeadLettersOptions): Promise<GroupDeadLetters> {
  const deadTopics = topics.map(deadLetterTopic);
  await log.ensureTopics(deadTopics.map((name) => ({ name, retentionMs: DEAD_LETTER_RETENTION_MS })));

  const open = new Map<string, Map<string, OpenDeadLetter>>();
  const replica = await log.consume({
    topics: deadTopics,
    async handle(records) {
      for (const { value } of records) {
        const deadLetter = parseDeadLetter(value);
        if (deadLetter !== undefined && (deadLetter.group === group || isUnpublished(deadLetter)))
          apply(deadLetter);
      }
    },
  });
  await replica.caughtUp;

  function apply(deadLetter: DeadLetter): void {
    const entity = entityOf(deadLetter);
    const deadLetters = open.get(entity) ?? new Map<string, OpenDeadLetter>();
    if (deadLetter.status === 'closed') deadLetters.delete(deadLetter.id);
    // The record is not needed again.
    else deadLetters.set(deadLetter.id, withoutRecord(deadLetter));
    if (deadLetters.size > 0) open.set(entity, deadLetters);
    else open.delete(entity);
  }

  let publisher: Publisher | undefined;
  let last: Promise<void> = Promise.resolve();

  function publish(deadLetters: readonly DeadLetter[]): Promise<void> {
    // A publisher takes one call at a time.
    const published = last.catch(() => {}).then(() => send(deadLetters));
    last = published;
    return published;
  }

  async function send(deadLetters: readonly DeadLetter[]): Promise<void> {
    try {
      publisher ??= await log.publisher(`dead-letters.${group}.${randomUUID()}`);
      await publishFitting(publisher, deadLetters);
    } catch (error) {
      await publisher?.close().catch(() => {});
      publisher = undefined;
      throw error;
    }
    deadLetters.forEach(apply);
  }

  /** A dead letter that is too large for its topic goes there without its record. */
  async function publishFitting(to: Publisher, deadLetters: readonly DeadLetter[]): Promise<void> {
    try {
      await to.publish(deadLetters.map(deadLetterRecord));
    } catch (error) {
      if (!(error instanceof RecordsTooLarge)) throw error;
      const { reasons } = error;
      const fitting = deadLetters.map((deadLetter, index) =>
        reasons.has(index) && deadLetter.status === 'open' ? withoutRecord(deadLetter) : deadLetter,
      );
      await to.publish(fitting.map(deadLetterRecord));
    }
  }

  function closedBy(record: LogRecord): DeadLetter[] {
    const deadLetters = open.get(entityOf(record))?.values() ?? [];
    return [...deadLetters]
      .filter((deadLetter) => !isOlder(record, deadLetter))
      .map((deadLetter) => closedDeadLetter(deadLetter, now()));
  }

  return {
    async open(record, reason) {
      const deadLetter = newDeadLetter(group, record, reason, now());
      await publish([...closedBy(record).filter(({ id }) => id !== deadLetter.id), deadLetter]);
    },
    async closeOlder(records) {
      if (open.size === 0) return;
      const closed = records.flatMap(closedBy);
      if (closed.length > 0) await publish(closed);
    },
    async catchUp() {
      if (await replica.reachEnd(CATCH_UP_MS)) return;
      throw new EventLogError('event log: dead letters cannot be read', { retryable: true });
    },
    isOpen: (deadLetter) => open.get(entityOf(deadLetter))?.has(deadLetter.id) === true,
    openCount: () =>
      [...open.values()].flatMap((deadLetters) =>
        [...deadLetters.values()].filter((each) => each.group === group),
      ).length,
    async close() {
      await replica.close();
      await last.catch(() => {});
      await publisher?.close().catch(() => {});
    },
  };
}

/** Names a key of a topic. */
export function entityOf({ topic, key }: { topic: string; key: string }): string {
  return `${topic}/${key}`;
}

/** True for a record from before the dead one that is redelivered. */
function isOlder(record: LogRecord, deadLetter: DeadLetter): boolean {
  if (isUnpublished(deadLetter)) return record.timestamp <= Date.parse(deadLetter.at);
  return record.partition === deadLetter.partition && BigInt(record.offset) < BigInt(deadLetter.offset);
}
