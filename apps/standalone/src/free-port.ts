import { listen } from '@gatehouse/http';

/** A port that is held until the gateway listens on it. */
export interface HeldPort {
  port: number;
  /** Releases it; to be listened on at once. */
  release(): Promise<void>;
}

/**
 * Finds a free port and holds it. Emails need the gateway's address before the gateway listens, and a service that starts
 * meanwhile must not take that port. Rejects with ConfigurationError where `host` is not an address of this machine.
 */
export async function holdFreePort(host: string): Promise<HeldPort> {
  const { port, close } = await listen(() => {}, { host, port: 0 });
  return { port, release: close };
}
