import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** A port that is free at this moment: emails need the gateway's address before it listens. */
export async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
