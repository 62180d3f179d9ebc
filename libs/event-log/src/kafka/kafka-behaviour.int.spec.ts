import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually, kafkaForTests } from '@gatehouse/testing';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { openEventLog } from '../open-event-log.ts';
import type { Consumer, EventLog, LogRecord } from '../port.ts';
import { parseKafkaUrl } from './kafka-url.ts';

const server = await kafkaForTests();
const DAY_MS = 86_400_000;

test('a log that is away can be opened later', async () => {
  const opening = openEventLog({ url: 'kafka://u:secret@127.0.0.1:1', dataDir: '/nowhere', now: Date.now });
  await expect(opening).rejects.toMatchObject({
    name: 'EventLogError',
    retryable: true,
    message: expect.not.stringContaining('secret'),
  });
});

if ('skipped' in server) {
  test.skip(`what only Kafka does: ${server.skipped}`, () => {});
} else {
  const url = `${server.url}?partitions=3`;
  const { brokers } = parseKafkaUrl(server.url);

  describe(`what only Kafka does (${server.from})`, () => {
    let log: EventLog;
    let topic: string;
    let group: string;
    let admin: Admin;
    const logs: EventLog[] = [];

    beforeAll(async () => {
      admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
    });
    beforeEach(async () => {
      log = await openAnother();
      topic = `spec.${randomUUID()}`;
      group = `spec.${randomUUID()}`;
      await log.ensureTopics([{ name: topic }]);
    });
    afterEach(async () => {
      await Promise.all(logs.splice(0).map((each) => each.close()));
    });
    afterAll(async () => {
      await admin.disconnect();
      await server.stop();
    });

    async function openAnother(): Promise<EventLog> {
      const another = await openEventLog({ url, dataDir: '/nowhere', now: Date.now });
      logs.push(another);
      return another;
    }

    async function publish(...values: [key: string, value: string][]): Promise<void> {
      const publisher = await log.publisher(`spec.${randomUUID()}`);
      await publisher.publish(values.map(([key, value]) => ({ topic, key, value })));
      await publisher.close();
    }

    async function collect(from = log, inGroup: string | undefined = group) {
      const values: string[] = [];
      const handle = async (records: readonly LogRecord[]) =>
        void values.push(...records.map(({ value }) => value));
      const consumer: Consumer = await from.consume({
        ...(inGroup !== undefined && { group: inGroup }),
        topics: [topic],
        handle,
      });
      return { values, consumer };
    }

    async function groupLag(): Promise<number> {
      const [offsets] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      const ends = await admin.fetchTopicOffsets(topic);
      return ends.reduce((sum, { partition, high }) => {
        const committed = offsets?.partitions.find((each) => each.partition === partition)?.offset ?? '-1';
        return sum + Number(high) - Math.max(0, Number(committed));
      }, 0);
    }

    test('topics are made once by many at a time, compacted', async () => {
      const name = `spec.${randomUUID()}`;
      const passing = { name: `${name}.dead`, retentionMs: 30 * DAY_MS };
      const others = await Promise.all(Array.from({ length: 4 }, openAnother));
      await Promise.all(others.map((each) => each.ensureTopics([{ name }, passing])));
      const { topics } = await admin.fetchTopicMetadata({ topics: [name, passing.name] });
      expect(topics.map(({ partitions }) => partitions.length)).toEqual([3, 3]);
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [name, passing.name].map((each) => ({
          type: 2,
          name: each,
          configNames: ['cleanup.policy'],
        })),
      });
      const policies = resources.map(({ configEntries }) => configEntries[0]?.configValue);
      expect(policies).toEqual(['compact', 'compact,delete']);
    });

    test('a topic that would lose last states is refused, and stays as it is', async () => {
      const name = `spec.${randomUUID()}`;
      await admin.createTopics({ topics: [{ topic: name }] });
      await expect(log.ensureTopics([{ name }])).rejects.toMatchObject({
        retryable: false,
        message: expect.stringContaining(`${name}: cleanup.policy is delete`),
      });
    });

    test('the group’s lag reads 0, transactions’ markers and aborted records included', async () => {
      const { consumer } = await collect();
      await publish(['a', '1'], ['b', '1'], ['c', '1'], ['d', '1']);
      expect(await consumer.reachEnd(10_000)).toBe(true);
      await eventually(async () => expect(await groupLag()).toBe(0));
      const producer = new Kafka({
        brokers,
        logLevel: logLevel.NOTHING,
        retry: { initialRetryTime: 5 },
      }).producer({
        transactionalId: `spec.${randomUUID()}`,
        idempotent: true,
        maxInFlightRequests: 1,
      });
      await producer.connect();
      const aborted = await producer.transaction();
      await aborted.send({ topic, messages: [{ key: 'a', value: 'never' }] });
      await aborted.abort();
      await producer.disconnect();
      expect(await consumer.reachEnd(10_000)).toBe(true);
      await eventually(async () => expect(await groupLag()).toBe(0));
      expect(await consumer.lag()).toEqual(new Map([[topic, 0]]));
    });

    test('a record behind an open transaction of another publisher is waited for', async () => {
      const producer = new Kafka({ brokers, logLevel: logLevel.NOTHING }).producer({
        transactionalId: `spec.${randomUUID()}`,
        idempotent: true,
        maxInFlightRequests: 1,
      });
      await producer.connect();
      const open = await producer.transaction();
      await open.send({ topic, messages: [{ key: 'a', value: 'first' }] });
      await publish(['a', 'second']);
      const { values, consumer } = await collect(log, undefined);
      expect(await consumer.reachEnd(300)).toBe(false);
      await open.abort();
      await producer.disconnect();
      await consumer.caughtUp;
      expect(values).toEqual(['second']);
    });

    test('a group whose offsets were deleted reads from the start again', async () => {
      await publish(['a', '1']);
      const first = await collect();
      await first.consumer.caughtUp;
      await first.consumer.close();
      await eventually(() => admin.deleteGroups([group]));
      const second = await collect();
      await second.consumer.caughtUp;
      expect(second.values).toEqual(['1']);
    });

    test('a group that is behind what was deleted goes on with what there is', async () => {
      topic = `spec.${randomUUID()}`;
      await log.ensureTopics([{ name: topic, retentionMs: 30 * DAY_MS }]);
      await publish(['a', '1']);
      const first = await collect();
      await first.consumer.caughtUp;
      await first.consumer.close();
      await publish(['a', '2'], ['a', '3']);
      const partition =
        (await admin.fetchTopicOffsets(topic)).find(({ high }) => high !== '0')?.partition ?? 0;
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: '3' }] });
      const second = await collect();
      await second.consumer.caughtUp;
      expect(second.values).toEqual(['3']);
      await publish(['a', '4']);
      expect(await second.consumer.reachEnd(10_000)).toBe(true);
      expect(second.values).toEqual(['3', '4']);
    });

    test('members come and go under load: nothing lost, and no partition handled twice at a time', async () => {
      const busy = new Set<number>();
      const seen = new Map<string, number[]>();
      let overlaps = 0;
      const member = async () =>
        (await openAnother()).consume({
          group,
          topics: [topic],
          batchSize: 10,
          async handle(records) {
            const partition = records[0]?.partition ?? -1;
            if (busy.has(partition)) overlaps++;
            busy.add(partition);
            await delay(5);
            for (const { key, value } of records) seen.set(key, [...(seen.get(key) ?? []), Number(value)]);
            busy.delete(partition);
          },
        });
      const first = await member();
      const publisher = await log.publisher(group);
      let count = 0;
      const publishing = (async () => {
        for (; count < 150; count++) {
          const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
          await publisher.publish(keys.map((key) => ({ topic, key, value: `${count}` })));
        }
      })();
      for (let round = 0; round < 2; round++) {
        const [second, third] = await Promise.all([member(), member()]);
        await second.reachEnd(500);
        await third.close();
        await second.close();
      }
      await publishing;
      expect(await first.reachEnd(20_000)).toBe(true);
      for (const values of seen.values()) {
        expect([...new Set(values)]).toEqual(Array.from({ length: count }, (_, n) => n));
      }
      expect(seen.size).toBe(6);
      expect(overlaps).toBe(0);
    });
  });
}
