import type { BuiltEvent } from '@gatehouse/contracts';
import { openEventLog } from '@gatehouse/event-log';
import { createSealer } from '@gatehouse/runtime';
import { kafkaForTests, mongodbForTests } from '@gatehouse/testing';
import { deliveries } from '../../apps/notifier/src/delivery/deliveries.store.ts';
import { runNotifier } from '../../apps/notifier/src/testing/running-notifier.ts';
import { distributedPlatform } from '../../apps/platform-e2e/src/testing/distributed-platform.ts';

/** A notifier, and the log that it reads. */
export interface NotifierToFill {
  publish(...events: BuiltEvent[]): Promise<void>;
  sealer: Pick<ReturnType<typeof createSealer>, 'seal'>;
  /** How many deliveries are pending. */
  pending(): Promise<number>;
  close(): Promise<void>;
}

const AT_A_TIME = 100;

/** In this process, on the embedded engines. */
export async function embeddedNotifier(emailUrl: string): Promise<NotifierToFill> {
  const { publish, sealer, store, close } = await runNotifier({ EMAIL_URL: emailUrl });
  const pending = () => store.collection(deliveries).count({ 'state.status': 'pending' });
  return { publish, sealer, pending, close };
}

/** In a process of its own among the others, on MongoDB and Kafka. */
export async function distributedNotifier(emailUrl: string): Promise<NotifierToFill> {
  const [mongodb, kafka] = [await mongodbForTests(), await kafkaForTests()];
  if ('skipped' in mongodb || 'skipped' in kafka)
    throw new Error('set TEST_MONGODB_URI and TEST_KAFKA_BROKERS');
  const env = { EMAIL_URL: emailUrl };
  const platform = await distributedPlatform({ mongodbUrl: mongodb.url, kafkaUrl: kafka.url, env });
  const { EVENTS_URL: url = '', MASTER_KEY = '' } = platform.env;
  const log = await openEventLog({ url, dataDir: '', now: Date.now });
  const publisher = await log.publisher('codes');
  return {
    async publish(...events) {
      for (let from = 0; from < events.length; from += AT_A_TIME)
        await publisher.publish(
          events
            .slice(from, from + AT_A_TIME)
            .map(({ topic, key, event }) => ({ topic, key, value: JSON.stringify(event) })),
        );
    },
    sealer: createSealer([MASTER_KEY]),
    async pending() {
      const { body } = await platform.operator.get('/manage/deliveries?status=pending&pageSize=1');
      return body.numberOfRecords;
    },
    async close() {
      await publisher.close();
      await log.close();
      await platform.close();
      await Promise.all([mongodb.stop(), kafka.stop()]);
    },
  };
}
