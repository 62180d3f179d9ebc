import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { change, defineCollection, documentSchema, openStore, type Store } from '@gatehouse/store';
import { eventually, kafkaForTests } from '@gatehouse/testing';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { startRelay } from '../core/relay.ts';
import { type Subscription, subscribe } from '../core/subscribe.ts';
import { type DeadLetter, deadLetterTopic, parseDeadLetter } from '../dead-letters/dead-letter.ts';
import { openEventLog } from '../open-event-log.ts';
import type { EventLog, LogRecord } from '../port.ts';
import { parseKafkaUrl } from './kafka-url.ts';

const THINGS = defineCollection('things', documentSchema({ number: { type: Number, required: true } }));
const TOPIC_RESOURCE = 2;
const KILOBYTE = 1_024;
const server = await kafkaForTests();

if ('skipped' in server) {
  test.skip(`topics with limits of their own: ${server.skipped}`, () => {});
} else {
  const url = `${server.url}?partitions=1`;

  describe(`topics with limits of their own (${server.from})`, () => {
    let admin: Admin;
    let log: EventLog;
    let store: Store;
    let dataDir: string;
    let topic: string;
    const closing: (() => Promise<unknown>)[] = [];

    beforeAll(async () => {
      admin = new Kafka({ brokers: parseKafkaUrl(server.url).brokers, logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
    });
    beforeEach(async () => {
      topic = `things.${randomUUID()}`;
      dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-limits-'));
      log = await openEventLog({ url, dataDir, now: Date.now });
      const options = { url: 'sqlite:', dataDir, name: 'spec', collections: [THINGS], now: Date.now };
      store = await openStore(options);
    });
    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) await close();
      await log.close();
      await store.close();
      rmSync(dataDir, { recursive: true });
    });
    afterAll(async () => {
      await admin.disconnect();
      await server.stop();
    });

    /** Sets what a topic takes, besides the platform's own settings. */
    const limit = (bytes: number, name = topic) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: TOPIC_RESOURCE,
            name,
            configEntries: [
              { name: 'cleanup.policy', value: 'compact' },
              { name: 'max.message.bytes', value: String(bytes) },
            ],
          },
        ],
      });

    /** A change with an event of a size. */
    const write = (id: string, number: number, kilobytes: number) =>
      change(store.collection(THINGS), Date.now, id, () => ({
        document: { _id: id, number },
        events: ({ version }) => [
          { topic, key: id, version, event: { number, filling: 'x'.repeat(kilobytes * KILOBYTE) } },
        ],
        result: undefined,
      }));

    function relay() {
      const dead: string[] = [];
      const started = startRelay({
        ...{ store, log, name: `relay-${topic}`, now: Date.now },
        onDeadLetter: ({ key }) => dead.push(key),
      });
      closing.push(() => started.close());
      return { dead, idle: () => started.idle() };
    }

    async function valuesOf(name: string): Promise<string[]> {
      const values: string[] = [];
      const handle = async (records: readonly LogRecord[]) =>
        void values.push(...records.map(({ value }) => value));
      const consumer = await log.consume({ topics: [name], handle });
      await consumer.caughtUp;
      await consumer.close();
      return values;
    }
    const numbers = async () => (await valuesOf(topic)).map((value) => JSON.parse(value).number);

    async function follow(failing = false): Promise<Subscription> {
      const subscription = await subscribe({
        ...{ log, group: `spec.${topic}`, topics: [topic], now: Date.now },
        async handle() {
          if (failing) throw new TypeError('cannot');
          return { status: 'done' };
        },
      });
      closing.push(() => subscription.close());
      return subscription;
    }

    /** The last state of each dead letter. */
    async function deadLetters(): Promise<DeadLetter[]> {
      const said = (await valuesOf(deadLetterTopic(topic))).map(parseDeadLetter);
      return [...new Map(said.flatMap((each) => (each === undefined ? [] : [[each.id, each]]))).values()];
    }

    test('a backlog larger than a topic takes at once leaves, in order', async () => {
      await log.ensureTopics([{ name: topic }]);
      await limit(256 * KILOBYTE);
      for (let number = 0; number < 250; number++) await write(`thing ${number % 50}`, number, 15);
      await relay().idle();
      const published = Map.groupBy(await numbers(), (number) => number % 50);
      expect(published.size).toBe(50);
      for (const [thing, inOrder] of published)
        expect(inOrder).toEqual([0, 50, 100, 150, 200].map((round) => round + thing));
    });

    test('a record that its topic never takes becomes a dead letter, what is behind it leaves, its next one closes it', async () => {
      await log.ensureTopics([{ name: topic }]);
      await limit(64 * KILOBYTE);
      const subscription = await follow();
      const { idle, dead } = relay();
      await write('large', 1, 1);
      await write('large', 2, 65);
      await write('other', 3, 1);
      await idle();
      expect((await numbers()).sort()).toEqual([1, 3]);
      expect(dead).toEqual(['large']);
      const reason = expect.stringMatching(
        /: a record of 66\d{3} bytes, of at most 65475 \(max\.message\.bytes\)$/,
      );
      expect(await deadLetters()).toEqual([
        expect.objectContaining({
          status: 'open',
          topic,
          key: 'large',
          reason,
          group: `relay.relay-${topic}`,
        }),
      ]);

      await subscription.reachEnd(30_000);
      await write('large', 4, 1);
      await idle();
      await eventually(
        async () => expect(await deadLetters()).toEqual([expect.objectContaining({ status: 'closed' })]),
        {
          timeoutMs: 30_000,
        },
      );
    });

    test('a limit that is lowered or raised while all runs is the one that counts', async () => {
      await log.ensureTopics([{ name: topic }]);
      await follow();
      const { idle, dead } = relay();
      await write('before', 1, 200);
      await idle();
      await limit(100 * KILOBYTE);
      for (let number = 2; number < 20; number++) await write(`lowered ${number}`, number, 50);
      await write('too large', 20, 200);
      await idle();
      await limit(300 * KILOBYTE);
      await write('raised', 21, 200);
      await idle();
      expect(dead).toEqual(['too large']);
      const others = Array.from({ length: 19 }, (_, n) => n + 1);
      expect((await numbers()).sort((a, b) => a - b)).toEqual([...others, 21]);
    });

    test('a dead letter too large for its topic goes there without the record, and the group goes on', async () => {
      await log.ensureTopics([{ name: topic }]);
      const subscription = await follow(true);
      await limit(64 * KILOBYTE, deadLetterTopic(topic));
      await write('quoted', 1, 100);
      await write('small', 2, 1);
      await relay().idle();
      expect(await subscription.reachEnd(30_000)).toBe(true);
      const found = new Map((await deadLetters()).map((each) => [each.key, 'record' in each]));
      expect(found).toEqual(
        new Map([
          ['quoted', false],
          ['small', true],
        ]),
      );
      expect(subscription.openDeadLetters()).toBe(2);
    });

    test('a topic that takes less than 64 KB stops the start', async () => {
      await log.ensureTopics([{ name: topic }]);
      await limit(32 * KILOBYTE);
      await expect(log.ensureTopics([{ name: topic }])).rejects.toMatchObject({
        message: expect.stringMatching(new RegExp(`${topic}: max\\.message\\.bytes is 32768; .*raise it`)),
        retryable: false,
      });
    });
  });
}
