import { AssignerProtocol, type Cluster, type ConsumerConfig, KafkaJSConnectionError } from 'kafkajs';
import type { Client } from './client.ts';
import { createLogReader } from './log-reader.ts';

/** A client with connections as given. `cut` rejects as kafkajs does whatever waits for an answer. */
function clientOf(cluster: Partial<Cluster>, cut = () => {}): Client {
  const consumer = ({ partitionAssigners = [] }: ConsumerConfig) => {
    const given = { cluster: { connect: async () => {}, ...cluster }, groupId: '', logger: undefined };
    for (const assigner of partitionAssigners) assigner(given as never);
  };
  return { kafka: { consumer } as never, assignerProtocol: AssignerProtocol, cut };
}

test('a call that shares the connections with one that failed is retried', async () => {
  const waits = Promise.withResolvers<never>();
  const called = Promise.withResolvers<void>();
  const broken = clientOf(
    {
      addTargetTopic() {
        called.resolve();
        return waits.promise;
      },
      refreshMetadata: () => Promise.reject(new KafkaJSConnectionError('Connection timeout')),
    },
    () => waits.reject(new Error('whatever')),
  );
  const whole = clientOf({ addTargetTopic: async () => {} });
  const clients = [broken, whole];
  const reader = createLogReader(() => clients.shift() ?? whole);
  const required = reader.requireTopic('things');
  await called.promise;
  await expect(reader.ping()).rejects.toMatchObject({ retryable: true });
  await expect(required).resolves.toBeUndefined();
});
