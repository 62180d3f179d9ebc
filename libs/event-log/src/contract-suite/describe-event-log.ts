import { randomUUID } from 'node:crypto';
import { eventually } from '@gatehouse/testing';
import {
  type Consumer,
  type EventLog,
  EventLogError,
  type LogRecord,
  type OutgoingRecord,
  type RecordsTooLarge,
} from '../port.ts';
import { describeBeginning } from './beginning.ts';
import { describeGivenTimes } from './given-times.ts';
import { describeGroups } from './groups.ts';
import { describeOverlapping } from './overlapping.ts';

/** One engine, ready for the suite. */
export interface EngineUnderTest {
  /** Opens the same log once more, as another process would. The suite closes what it opens. */
  open(): Promise<EventLog>;
  /** Called after the last test. */
  end(): Promise<void>;
}

/** Everything that the event log's port promises, as tests of one engine. */
export function describeEventLog(engineName: string, begin: () => Promise<EngineUnderTest>): void {
  describe(`event log contract on ${engineName}`, () => {
    let engine: EngineUnderTest;
    let log: EventLog;
    let topic: string;
    const opened: EventLog[] = [];

    beforeAll(async () => {
      engine = await begin();
    });
    beforeEach(async () => {
      log = await openAnother();
      topic = `suite.${randomUUID()}`;
      await log.ensureTopics([{ name: topic }]);
    });
    afterEach(async () => {
      for (const each of opened.splice(0)) await each.close();
    });
    afterAll(() => engine.end());

    async function openAnother(): Promise<EventLog> {
      const another = await engine.open();
      opened.push(another);
      return another;
    }

    function record(key: string, value: string | number): OutgoingRecord {
      return { topic, key, value: JSON.stringify(value) };
    }

    async function publish(...records: OutgoingRecord[]): Promise<void> {
      const publisher = await log.publisher(`suite.${randomUUID()}`);
      await publisher.publish(records);
      await publisher.close();
    }

    /** A consumer that keeps the values it is given. */
    async function collect(group?: string, from = log): Promise<{ values: unknown[]; consumer: Consumer }> {
      const values: unknown[] = [];
      const handle = async (records: readonly LogRecord[]) => void values.push(...records.map(parsedValue));
      const consumer = await from.consume({ ...(group !== undefined && { group }), topics: [topic], handle });
      return { values, consumer };
    }

    describe('publishing', () => {
      test('keeps the order of a key, over publishes and within one', async () => {
        await publish(record('a', 1), record('a', 2));
        await publish(record('a', 3));
        const { values, consumer } = await collect();
        await consumer.caughtUp;
        expect(values).toEqual([1, 2, 3]);
      });

      test('gives the record back with its place, key and time', async () => {
        const seen: LogRecord[] = [];
        await publish(record('a', 'text with ünïcode'));
        const consumer = await log.consume({
          topics: [topic],
          handle: async (some) => void seen.push(...some),
        });
        await consumer.caughtUp;
        expect(seen).toEqual([
          {
            topic,
            partition: expect.any(Number),
            offset: expect.stringMatching(/^\d+$/),
            key: 'a',
            value: '"text with ünïcode"',
            timestamp: expect.any(Number),
          },
        ]);
      });

      test('takes all of a publish or none', async () => {
        const publisher = await log.publisher('suite.all-or-none');
        const unknown = { topic: `suite.${randomUUID()}`, key: 'a', value: '1' };
        await expect(publisher.publish([record('a', 1), unknown])).rejects.toThrow(EventLogError);
        await publish(record('a', 2));
        const { values, consumer } = await collect();
        await consumer.caughtUp;
        expect(values).toEqual([2]);
      });

      test('refuses more than 512 KB at once, for good', async () => {
        const publisher = await log.publisher('suite.size');
        const large = record('a', 'x'.repeat(300 * 1024));
        await expect(publisher.publish([large, large])).rejects.toMatchObject({ retryable: false });
        await publisher.publish([large]);
      });

      test('says which records are too large ever to be taken, and goes on', async () => {
        const publisher = await log.publisher('suite.too-large');
        const whole = [record('a', 1), record('a', 'x'.repeat(600 * 1024)), record('a', 2)];
        const refused = publisher.publish(whole).catch((error: unknown) => error);
        expect([...((await refused) as RecordsTooLarge).reasons]).toEqual([
          [1, expect.stringMatching(new RegExp(`^${topic}: a record of 6\\d{5} bytes, of at most`))],
        ]);
        await publisher.publish([record('a', 3)]);
        const { values, consumer } = await collect();
        await consumer.caughtUp;
        expect(values).toEqual([3]);
      });

      test('a publisher is fenced by its successor, and nothing of it is seen', async () => {
        const name = `suite.${randomUUID()}`;
        const older = await log.publisher(name);
        await older.publish([record('a', 1)]);
        const newer = await (await openAnother()).publisher(name);
        await expect(older.publish([record('a', 'stale')])).rejects.toMatchObject({ fenced: true });
        await newer.publish([record('a', 2)]);
        await expect(older.publish([record('a', 'stale')])).rejects.toMatchObject({ fenced: true });
        const { values, consumer } = await collect();
        await consumer.caughtUp;
        expect(values).toEqual([1, 2]);
      });

      test('refuses a topic that nobody declared', async () => {
        const publisher = await log.publisher('suite.unknown');
        const stray = { topic: `suite.${randomUUID()}`, key: 'a', value: '1' };
        await expect(publisher.publish([stray])).rejects.toMatchObject({ retryable: false });
        const handle = async () => {};
        await expect(log.consume({ topics: [stray.topic], handle })).rejects.toThrow(EventLogError);
      });

      test('topics may be declared again', async () => {
        await log.ensureTopics([{ name: topic }]);
        await (await openAnother()).ensureTopics([{ name: topic, retentionMs: 86_400_000 }]);
      });
    });

    describeBeginning(() => ({ log, topic, openAnother }));
    describeGivenTimes(() => ({ log, topic }));
    describeOverlapping(() => ({
      log,
      topic,
      publish: (keys) => publish(...keys.map((key) => record(key, 0))),
    }));

    describe('consuming', () => {
      test('an empty topic is caught up', async () => {
        const { values, consumer } = await collect();
        await consumer.caughtUp;
        expect(await consumer.reachEnd(10_000)).toBe(true);
        expect(values).toEqual([]);
      });

      test('goes on with what comes later', async () => {
        const { values, consumer } = await collect();
        await consumer.caughtUp;
        await publish(record('a', 1), record('b', 2));
        expect(await consumer.reachEnd(10_000)).toBe(true);
        expect(values.sort()).toEqual([1, 2]);
      });

      test('rejected records come again, and later ones of the partition wait', async () => {
        const calls: unknown[] = [];
        let failures = 2;
        await publish(record('a', 1));
        const consumer = await log.consume({
          group: `suite.${randomUUID()}`,
          topics: [topic],
          batchSize: 1,
          async handle(records) {
            calls.push(...records.map(parsedValue));
            if (failures-- > 0) throw new Error('not now');
          },
        });
        await publish(record('a', 2));
        await eventually(() => expect(calls).toEqual([1, 1, 1, 2]));
        await consumer.close();
      });

      test('a group goes on where it stopped', async () => {
        const group = `suite.${randomUUID()}`;
        await publish(record('a', 1));
        const first = await collect(group);
        await first.consumer.caughtUp;
        await first.consumer.close();
        await publish(record('a', 2));
        const second = await collect(group, await openAnother());
        await second.consumer.caughtUp;
        expect([...first.values, ...second.values]).toEqual([1, 2]);
      });

      test('groups do not share, and a replica reads from the start each time', async () => {
        await publish(record('a', 1), record('a', 2));
        for (const group of [`suite.${randomUUID()}`, `suite.${randomUUID()}`, undefined, undefined]) {
          const { values, consumer } = await collect(group);
          await consumer.caughtUp;
          expect(values).toEqual([1, 2]);
        }
      });

      test('one topic does not wait for another', async () => {
        const slow = `suite.${randomUUID()}`;
        await log.ensureTopics([{ name: slow }]);
        await publish({ topic: slow, key: 'a', value: '0' }, record('a', 1));
        const values: unknown[] = [];
        const consumer = await log.consume({
          group: `suite.${randomUUID()}`,
          topics: [slow, topic],
          async handle(records) {
            if (records[0]?.topic === slow) throw new Error('never');
            values.push(...records.map(parsedValue));
          },
        });
        await eventually(() => expect(values).toEqual([1]));
        expect(await consumer.reachEnd(50)).toBe(false);
        expect((await consumer.lag()).get(slow)).toBe(1);
        expect((await consumer.lag()).get(topic)).toBe(0);
        await consumer.close();
      });

      test('closing lets the batch under way finish, and commits it', async () => {
        const group = `suite.${randomUUID()}`;
        await publish(record('a', 1));
        const begun = Promise.withResolvers<void>();
        const finish = Promise.withResolvers<void>();
        const consumer = await log.consume({
          group,
          topics: [topic],
          handle() {
            begun.resolve();
            return finish.promise;
          },
        });
        await begun.promise;
        let closed = false;
        const closing = consumer.close().then(() => {
          closed = true;
        });
        await new Promise(setImmediate);
        expect(closed).toBe(false);
        finish.resolve();
        await closing;
        const next = await collect(group);
        await next.consumer.caughtUp;
        expect(next.values).toEqual([]);
      });
    });

    describe('groups of several', () =>
      describeGroups({
        log: () => log,
        openAnother,
        topic: () => topic,
        publish: (keys) => publish(...keys.map((key) => record(key, 0))),
      }));
  });
}

function parsedValue({ value }: LogRecord): unknown {
  return JSON.parse(value);
}
