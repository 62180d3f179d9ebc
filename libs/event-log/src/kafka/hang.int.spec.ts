import { randomUUID } from 'node:crypto';
import { crashableKafka } from '@gatehouse/testing';
import { openEventLog } from '../open-event-log.ts';
import type { EventLog } from '../port.ts';

const server = await crashableKafka('event-log');

if ('skipped' in server) {
  test.skip(`a Kafka that hangs: ${server.skipped}`, () => {});
} else {
  describe('while Kafka hangs', () => {
    let log: EventLog;
    let topic: string;

    beforeAll(async () => {
      log = await openEventLog({ url: `${server.url}?partitions=1`, dataDir: '/nowhere', now: Date.now });
      topic = `spec.${randomUUID()}`;
      await log.ensureTopics([{ name: topic }]);
    });
    afterAll(async () => {
      await log.close();
      await server.stop();
    });

    test.each([undefined, 'group'])('whether the end is reached is answered in time (%s)', async (group) => {
      const handle = async () => {};
      const consumer = await log.consume({
        ...(group !== undefined && { group }),
        topics: [topic],
        handle,
      });
      await consumer.caughtUp;
      const publisher = await log.publisher(`spec.${randomUUID()}`);
      await publisher.publish([{ topic, key: 'a', value: '1' }]);
      await server.pause();
      try {
        const answers = await Promise.all([100, 200].map((timeoutMs) => consumer.reachEnd(timeoutMs)));
        expect(answers).toEqual([false, false]);
      } finally {
        await server.resume();
      }
      expect(await consumer.reachEnd(30_000)).toBe(true);
      await publisher.close();
    });
  });
}
