import { type ContainerServer, freePort } from './container-server.ts';
import { type EngineForTests, isDockerThere, skippedEngine } from './engine-for-tests.ts';
import { eventually } from './eventually.ts';

const IMAGE = 'mongo:8.0';
const PORT = 27_017;

/** A MongoDB: at `TEST_MONGODB_URI`, else a replica set of one in Docker, else none. */
export async function mongodbForTests(): Promise<EngineForTests> {
  const url = process.env.TEST_MONGODB_URI;
  if (url !== undefined && url !== '') return { url, from: 'TEST_MONGODB_URI', stop: async () => {} };
  if (!(await isDockerThere())) return skippedEngine('no TEST_MONGODB_URI and no Docker');
  const started = await mongodbInContainer();
  const stop = async () => void (await started.container.stop());
  return { url: started.url, from: `Docker, ${started.image}`, stop };
}

/** A replica set of one in a container. */
export async function mongodbInContainer(): Promise<ContainerServer> {
  const { GenericContainer } = await import('testcontainers');
  const host = await freePort();
  const container = await new GenericContainer(IMAGE)
    .withCommand(['mongod', '--replSet', 'rs', '--bind_ip_all'])
    .withExposedPorts({ container: PORT, host })
    .withStartupTimeout(180_000)
    .start();
  const set = `{ _id: 'rs', members: [{ _id: 0, host: 'localhost:${PORT}' }] }`;
  const script = `try { rs.status() } catch { rs.initiate(${set}) } if (!db.hello().isWritablePrimary) quit(1)`;
  const ready = () =>
    eventually(
      async () => {
        const { exitCode } = await container.exec(['mongosh', '--quiet', '--eval', script]);
        if (exitCode !== 0) throw new Error('the replica set has no primary yet');
      },
      { timeoutMs: 120_000, intervalMs: 200 },
    );
  await ready();
  // Directly: the set's own address of its member is only good within the container.
  const url = `mongodb://${container.getHost()}:${host}/?directConnection=true`;
  return { url, image: IMAGE, container, ready };
}
