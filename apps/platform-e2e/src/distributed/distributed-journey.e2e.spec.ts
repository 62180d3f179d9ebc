import { kafkaForTests, mongodbForTests } from '@gatehouse/testing';
import { distributedPlatform } from '../testing/distributed-platform.ts';
import { describeJourney } from '../testing/journey-suite.ts';

const mongodb = await mongodbForTests();
const kafka = await kafkaForTests();

if ('skipped' in mongodb || 'skipped' in kafka) {
  for (const engine of [mongodb, kafka]) {
    if ('skipped' in engine) test.skip(`the journey on MongoDB and Kafka: ${engine.skipped}`, () => {});
  }
} else {
  describeJourney('separate processes on MongoDB and Kafka', () =>
    distributedPlatform({
      mongodbUrl: mongodb.url,
      kafkaUrl: kafka.url,
      instances: { invitations: 2, access: 2, notifier: 2 },
    }),
  );
  afterAll(() => Promise.all([mongodb.stop(), kafka.stop()]));
}
