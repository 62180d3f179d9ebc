import { listen } from '@gatehouse/http';

/** A port that is kept free for whoever is to listen on it. */
export interface HeldPort {
  port: number;
  /** Gives it up, to be listened on at once. */
  release(): Promise<void>;
}

/**
 * Finds a free port and holds it: emails need the gateway's address before it listens, and the services that start
 * meanwhile must not be given the same. Rejects with ConfigurationError where `host` is no address of this machine.
 */
export async function holdFreePort(host: string): Promise<HeldPort> {
  const { port, close } = await listen(() => {}, { host, port: 0 });
  return { port, release: close };
}
