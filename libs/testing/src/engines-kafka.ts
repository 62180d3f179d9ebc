import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { type EngineForTests, isDockerThere, skippedEngine } from './engine-for-tests.ts';

const IMAGE = 'apache/kafka:4.3.0';

/** A Kafka: at `TEST_KAFKA_BROKERS` (`host:port,host:port`), else one broker in Docker, else none. */
export async function kafkaForTests(): Promise<EngineForTests> {
  const brokers = process.env.TEST_KAFKA_BROKERS;
  if (brokers !== undefined && brokers !== '') {
    return { url: `kafka://${brokers}`, from: 'TEST_KAFKA_BROKERS', stop: async () => {} };
  }
  if (await isDockerThere()) return startContainer();
  return skippedEngine('no TEST_KAFKA_BROKERS and no Docker');
}

async function startContainer(): Promise<EngineForTests> {
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
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  return {
    url: `kafka://localhost:${port}`,
    from: `Docker, ${IMAGE}`,
    stop: async () => void (await container.stop()),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
