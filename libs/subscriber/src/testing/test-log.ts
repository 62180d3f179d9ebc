import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuiltEvent, topics } from '@gatehouse/contracts';
import {
  type EventLog,
  type FoundDeadLetter,
  openDeadLetterAdmin,
  openEventLog,
  type Publisher,
} from '@gatehouse/event-log';

/** An event log of one's own with the platform's topics, empty, in a temporary directory. */
export interface TestLog {
  log: EventLog;
  /** Where it is, for what opens it by `sqlite:`. */
  dataDir: string;
  publish(...events: readonly BuiltEvent[]): Promise<void>;
  /** Puts any text there, as a faulty publisher would. */
  publishText(topic: string, key: string, value: string): Promise<void>;
  /** The open ones of all groups. */
  deadLetters(): Promise<FoundDeadLetter[]>;
  /** Closes the log and deletes the directory. Subscribers are closed before. */
  close(): Promise<void>;
}

/** Opens one: the embedded engine itself, so that tests meet what production does. */
export async function openTestLog(): Promise<TestLog> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-events-'));
  const now = Date.now;
  const log = await openEventLog({ url: 'sqlite:', dataDir, now });
  const all = Object.values(topics);
  await log.ensureTopics(all);
  const publisher: Publisher = await log.publisher('test');
  return {
    log,
    dataDir,
    publish: (...events) =>
      publisher.publish(
        events.map(({ topic, key, partitionKey, event }) => ({
          topic,
          key,
          ...(partitionKey !== undefined && { partitionKey }),
          value: JSON.stringify(event),
        })),
      ),
    publishText: (topic, key, value) => publisher.publish([{ topic, key, value }]),
    async deadLetters() {
      const admin = await openDeadLetterAdmin({ log, topics: all.map(({ name }) => name), now });
      return admin.list();
    },
    async close() {
      await publisher.close();
      await log.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
