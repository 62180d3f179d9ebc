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

test('who shares the connections with a call that failed asks again', async () => {
  const waits = Promise.withResolvers<never>();
  const asked = Promise.withResolvers<void>();
  const broken = clientOf(
    {
      addTargetTopic() {
        asked.resolve();
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
  await asked.promise;
  await expect(reader.ping()).rejects.toMatchObject({ retryable: true });
  await expect(required).resolves.toBeUndefined();
});
