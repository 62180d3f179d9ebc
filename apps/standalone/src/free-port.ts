import { listen } from '@gatehouse/http';

/**
 * A port that is free at this moment: emails need the gateway's address before it listens. Rejects with
 * ConfigurationError where `host` is no address of this machine.
 */
export async function freePort(host: string): Promise<number> {
  const { port, close } = await listen(() => {}, { host, port: 0 });
  await close();
  return port;
}
