import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaForTests } from '@gatehouse/testing';
import type { ParsedRecord } from '../core/parsed-record.ts';
import { type Outcome, type SubscribeOptions, type Subscription, subscribe } from '../core/subscribe.ts';
import { type DeadLetter, deadLetterTopic } from '../dead-letters/dead-letter.ts';
import { openEventLog } from '../open-event-log.ts';
import { type EventLog, EventLogError } from '../port.ts';

export const DONE: Outcome = { status: 'done' };
export const AWAY = new EventLogError('away', { retryable: true });
export const REFUSED = new EventLogError('refused', { retryable: false });

/** The engines to try `subscribe` on, for `describe.each`. */
export async function subscribeEngines(): Promise<[engine: string, url: string][]> {
  const kafka = await kafkaForTests();
  if ('skipped' in kafka) {
    test.skip(`subscribe on Kafka: ${kafka.skipped}`, () => {});
    return [['SQLite', 'sqlite:']];
  }
  afterAll(kafka.stop);
  // One partition, so that what is published at once is one batch, as on SQLite.
  return [
    ['SQLite', 'sqlite:'],
    [`Kafka (${kafka.from})`, `${kafka.url}?partitions=1`],
  ];
}

/** A log with a topic and a group of their own, made anew for each test; what was started is closed after it. */
export function subscriptionUnderTest(url: string) {
  let topic: string;
  let group: string;
  let dataDir: string;
  let log: EventLog;
  let handled: string[];
  const subscriptions: Subscription[] = [];

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-subscribe-'));
    log = await openEventLog({ url, dataDir, now: Date.now });
    topic = `things.${randomUUID()}`;
    group = `group.${randomUUID()}`;
    await log.ensureTopics([{ name: topic }]);
    handled = [];
  });
  afterEach(async () => {
    await Promise.all(subscriptions.splice(0).map((each) => each.close()));
    await log.close();
    rmSync(dataDir, { recursive: true });
  });

  async function publish(...records: [key: string, value: unknown][]): Promise<void> {
    const publisher = await log.publisher(`spec.${randomUUID()}`);
    await publisher.publish(
      records.map(([key, value]) => ({
        topic,
        key,
        value: typeof value === 'string' ? value : JSON.stringify(value),
      })),
    );
    await publisher.close();
  }

  async function start(overrides: Partial<SubscribeOptions> = {}): Promise<Subscription> {
    const retry = { attempts: 3, baseMs: 1, maxMs: 2 };
    const handle = async (record: ParsedRecord) => note(record);
    const options = { log, group, topics: [topic], handle, now: Date.now, retry };
    const subscription = await subscribe({ ...options, ...overrides });
    subscriptions.push(subscription);
    return subscription;
  }

  function note({ key, event }: ParsedRecord): Outcome {
    handled.push(`${key}${event.n}`);
    return DONE;
  }

  async function deadLetters(): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = [];
    const consumer = await log.consume({
      topics: [deadLetterTopic(topic)],
      async handle(records) {
        letters.push(...records.map(({ value }) => JSON.parse(value)));
      },
    });
    await consumer.caughtUp;
    await consumer.close();
    return letters;
  }

  return {
    publish,
    start,
    note,
    deadLetters,
    log: () => log,
    topic: () => topic,
    group: () => group,
    handled: () => handled,
  };
}
