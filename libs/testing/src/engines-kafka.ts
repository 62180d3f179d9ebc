import { type ContainerServer, freePort } from './container-server.ts';
import { type EngineForTests, isDockerThere, skippedEngine } from './engine-for-tests.ts';
import { eventually } from './eventually.ts';

const IMAGE = 'apache/kafka:4.3.0';

/** A Kafka: at `TEST_KAFKA_BROKERS` (`host:port,host:port`), else one broker in Docker, else none. */
export async function kafkaForTests(): Promise<EngineForTests> {
  const brokers = process.env.TEST_KAFKA_BROKERS;
  if (brokers !== undefined && brokers !== '') {
    return { url: `kafka://${brokers}`, from: 'TEST_KAFKA_BROKERS', stop: async () => {} };
  }
  if (!(await isDockerThere())) return skippedEngine('no TEST_KAFKA_BROKERS and no Docker');
  const { url, container, image } = await kafkaInContainer();
  return { url, from: `Docker, ${image}`, stop: async () => void (await container.stop()) };
}

/** A broker in a container. */
export async function kafkaInContainer(): Promise<ContainerServer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  // A broker names its address to its clients, so its port must be the same inside and out.
  const port = await freePort();
  const container = await new GenericContainer(IMAGE)
    .withExposedPorts({ container: port, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENERS: `PLAINTEXT://:${port},CONTROLLER://localhost:9093`,
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://localhost:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    })
    .withStartupTimeout(180_000)
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  const broker = `localhost:${port}`;
  return { url: `kafka://${broker}`, image: IMAGE, container, ready: () => untilAnswered(broker) };
}

/** Until the broker leads: before that it takes connections, and answers nothing. */
async function untilAnswered(broker: string): Promise<void> {
  const { Kafka, logLevel } = (await import('kafkajs')).default;
  await eventually(
    async () => {
      const client = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, retry: { retries: 0 } });
      const admin = client.admin();
      try {
        await admin.connect();
        if ((await admin.describeCluster()).brokers.length === 0) throw new Error('no broker leads yet');
      } finally {
        await admin.disconnect().catch(() => {});
      }
    },
    { timeoutMs: 120_000, intervalMs: 100 },
  );
}
