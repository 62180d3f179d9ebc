import { kafkaForTests } from '@gatehouse/testing';
import { describeEventLog } from '../contract-suite.ts';
import { openEventLog } from '../open-event-log.ts';

const kafka = await kafkaForTests();
if ('skipped' in kafka) {
  describe.skip(`event log on Kafka (${kafka.skipped})`, () => test('not run', () => {}));
} else {
  describeEventLog(`Kafka from ${kafka.from}`, async () => ({
    open: () => openEventLog({ url: `${kafka.url}?partitions=3`, dataDir: '/nowhere', now: Date.now }),
    end: () => kafka.stop(),
  }));
}
