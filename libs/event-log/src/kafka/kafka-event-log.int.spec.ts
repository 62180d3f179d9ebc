import { randomUUID } from 'node:crypto';
import { kafkaForTests } from '@gatehouse/testing';
import { describeEventLog } from '../contract-suite/describe-event-log.ts';
import { openEventLog } from '../open-event-log.ts';
import type { Consumer, LogRecord } from '../port.ts';

const kafka = await kafkaForTests();

if ('skipped' in kafka) {
  test.skip(`event log on Kafka: ${kafka.skipped}`, () => {});
} else {
  describeEventLog(`Kafka (${kafka.from})`, async () => ({
    open: () => openEventLog({ url: `${kafka.url}?partitions=3`, dataDir: '/nowhere', now: Date.now }),
    end: async () => {},
  }));
  afterAll(kafka.stop);

  const prefixed = (prefix: string) =>
    openEventLog({ url: `${kafka.url}?partitions=1&prefix=${prefix}`, dataDir: '/nowhere', now: Date.now });

  test('platforms with prefixes share a cluster and nothing else', async () => {
    const [one, other] = await Promise.all([prefixed(`p${randomUUID()}`), prefixed(`p${randomUUID()}`)]);
    const seen: string[] = [];
    const consumers: Consumer[] = [];
    for (const [name, log] of Object.entries({ one, other })) {
      await log.ensureTopics([{ name: 'things.v1' }]);
      const publisher = await log.publisher('relay');
      await publisher.publish([{ topic: 'things.v1', key: 'a', value: JSON.stringify(name) }]);
    }
    for (const log of [one, other]) {
      const handle = async (records: readonly LogRecord[]) =>
        void seen.push(...records.map(({ topic, value }) => `${topic} ${value}`));
      consumers.push(await log.consume({ group: 'readers', topics: ['things.v1'], handle }));
    }
    for (const consumer of consumers) {
      await consumer.caughtUp;
      expect(await consumer.lag()).toEqual(new Map([['things.v1', 0]]));
    }
    expect(seen.sort()).toEqual(['things.v1 "one"', 'things.v1 "other"']);
    await one.close();
    await other.close();
  });
}
