import { randomUUID } from 'node:crypto';
import { EventLogError, type LogRecord, type RecordsTooLarge } from '../port.ts';
import type { SuiteFixture } from './suite-fixture.ts';

/** What is promised to publishers. */
export function describePublishing(suite: SuiteFixture): void {
  describe('publishing', () => {
    test('keeps the order of a key, over publishes and within one', async () => {
      await suite.publish(suite.record('a', 1), suite.record('a', 2));
      await suite.publish(suite.record('a', 3));
      const { values, consumer } = await suite.collect();
      await consumer.caughtUp;
      expect(values).toEqual([1, 2, 3]);
    });

    test('gives the record back with its partition, offset, key and time', async () => {
      const seen: LogRecord[] = [];
      await suite.publish(suite.record('a', 'text with ünïcode'));
      const consumer = await suite.log.consume({
        topics: [suite.topic],
        handle: async (some) => void seen.push(...some),
      });
      await consumer.caughtUp;
      expect(seen).toEqual([
        {
          topic: suite.topic,
          partition: expect.any(Number),
          offset: expect.stringMatching(/^\d+$/),
          key: 'a',
          value: '"text with ünïcode"',
          timestamp: expect.any(Number),
        },
      ]);
    });

    test('takes all of a publish or none', async () => {
      const publisher = await suite.log.publisher('suite.all-or-none');
      const unknown = { topic: `suite.${randomUUID()}`, key: 'a', value: '1' };
      await expect(publisher.publish([suite.record('a', 1), unknown])).rejects.toThrow(EventLogError);
      await suite.publish(suite.record('a', 2));
      const { values, consumer } = await suite.collect();
      await consumer.caughtUp;
      expect(values).toEqual([2]);
    });

    test('refuses more than 512 KB at once, for good', async () => {
      const publisher = await suite.log.publisher('suite.size');
      const large = suite.record('a', 'x'.repeat(300 * 1024));
      await expect(publisher.publish([large, large])).rejects.toMatchObject({ retryable: false });
      await publisher.publish([large]);
    });

    test('says which records are too large ever to be taken, and goes on', async () => {
      const publisher = await suite.log.publisher('suite.too-large');
      const whole = [suite.record('a', 1), suite.record('a', 'x'.repeat(600 * 1024)), suite.record('a', 2)];
      const refused = publisher.publish(whole).catch((error: unknown) => error);
      expect([...((await refused) as RecordsTooLarge).reasons]).toEqual([
        [1, expect.stringMatching(new RegExp(`^${suite.topic}: a record of 6\\d{5} bytes, of at most`))],
      ]);
      await publisher.publish([suite.record('a', 3)]);
      const { values, consumer } = await suite.collect();
      await consumer.caughtUp;
      expect(values).toEqual([3]);
    });

    test('a publisher is fenced by its successor, and nothing of it is seen', async () => {
      const name = `suite.${randomUUID()}`;
      const older = await suite.log.publisher(name);
      await older.publish([suite.record('a', 1)]);
      const newer = await (await suite.openAnother()).publisher(name);
      await expect(older.publish([suite.record('a', 'stale')])).rejects.toMatchObject({ fenced: true });
      await newer.publish([suite.record('a', 2)]);
      await expect(older.publish([suite.record('a', 'stale')])).rejects.toMatchObject({ fenced: true });
      const { values, consumer } = await suite.collect();
      await consumer.caughtUp;
      expect(values).toEqual([1, 2]);
    });

    test('refuses a topic that nobody declared', async () => {
      const publisher = await suite.log.publisher('suite.unknown');
      const stray = { topic: `suite.${randomUUID()}`, key: 'a', value: '1' };
      await expect(publisher.publish([stray])).rejects.toMatchObject({ retryable: false });
      const handle = async () => {};
      await expect(suite.log.consume({ topics: [stray.topic], handle })).rejects.toThrow(EventLogError);
    });

    test('topics may be declared again', async () => {
      await suite.log.ensureTopics([{ name: suite.topic }]);
      await (await suite.openAnother()).ensureTopics([{ name: suite.topic, retentionMs: 86_400_000 }]);
    });
  });
}
