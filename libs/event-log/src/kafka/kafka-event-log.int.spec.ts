import { kafkaForTests } from '@gatehouse/testing';
import { describeEventLog } from '../contract-suite.ts';
import { openEventLog } from '../open-event-log.ts';

const kafka = await kafkaForTests();

if ('skipped' in kafka) {
  test.skip(`event log on Kafka: ${kafka.skipped}`, () => {});
} else {
  describeEventLog(`Kafka (${kafka.from})`, async () => ({
    open: () => openEventLog({ url: `${kafka.url}?partitions=3`, dataDir: '/nowhere', now: Date.now }),
    end: () => kafka.stop(),
  }));
}
