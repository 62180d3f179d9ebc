import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { StartedTestContainer } from 'testcontainers';

/** A server of a suite's own, which it may kill. */
export interface CrashableServer {
  url: string;
  /** As by `kill -9`; what was acknowledged must be there after `start`, at the same address. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Hangs with its connections open, until `resume`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends it for good, however it is. */
  stop(): Promise<void>;
}

/** A server in a container of this run, at an address that it keeps. */
export interface ContainerServer {
  url: string;
  /** What it runs, for reports. */
  image: string;
  container: StartedTestContainer;
  /** Resolves once the server answers. */
  ready(): Promise<void>;
}

/** A port of this machine that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The server as one that may be killed: what its container has written is there when it is started again. */
export async function crashableContainer(server: ContainerServer): Promise<CrashableServer> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const { container } = await getContainerRuntimeClient();
  const handle = container.getById(server.container.getId());
  return {
    url: server.url,
    async kill() {
      await handle.kill({ signal: 'SIGKILL' });
      await handle.wait({ condition: 'not-running' });
    },
    async start() {
      await handle.start();
      await server.ready();
    },
    pause: async () => void (await handle.pause()),
    resume: async () => void (await handle.unpause()),
    stop: async () => void (await handle.remove({ force: true, v: true })),
  };
}
