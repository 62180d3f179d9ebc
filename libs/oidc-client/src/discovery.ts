import type { Metadata } from './metadata.domain.ts';

/** Read again after so long. */
const FRESH_MS = 60 * 60_000;
/** The last good one serves so long. */
const USABLE_MS = 24 * 60 * 60_000;
/** Between two readings that fail. */
const PAUSE_MS = 60_000;

export interface Discovery {
  /** The last good description that is not over a day old. Rejects where there is none. */
  current(): Promise<Metadata>;
  /** Reads where it is time to: hourly, and each minute while it fails. Whether the last reading was good. */
  follow(): Promise<boolean>;
  /** The next `follow` reads: something says that the provider is away. */
  doubt(): void;
  /** Whether the last reading was good; undefined before the first has ended. */
  isReachable(): boolean | undefined;
}

export interface DiscoveryOptions {
  read: () => Promise<Metadata>;
  now: () => number;
  /** A reading failed. */
  onFailure: (error: unknown) => void;
}

/** What a provider says of itself, read again and again. Who needs it at the same time waits for one reading. */
export function createDiscovery({ read, now, onFailure }: DiscoveryOptions): Discovery {
  let good: { metadata: Metadata; at: number } | undefined;
  let reading: Promise<Metadata> | undefined;
  let failedAt: number | undefined;
  let inDoubt = false;

  function readOnce(): Promise<Metadata> {
    reading ??= readNow().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function readNow(): Promise<Metadata> {
    const at = now();
    inDoubt = false;
    try {
      const metadata = await read();
      good = { metadata, at };
      failedAt = undefined;
      return metadata;
    } catch (error) {
      failedAt = at;
      onFailure(error);
      throw error;
    }
  }

  function isDue(): boolean {
    if (failedAt !== undefined) return now() - failedAt >= PAUSE_MS;
    return inDoubt || good === undefined || now() - good.at >= FRESH_MS;
  }

  const isReachable = () => (failedAt !== undefined ? false : good === undefined ? undefined : true);

  return {
    async current() {
      const usable = good !== undefined && now() - good.at < USABLE_MS ? good.metadata : undefined;
      if (usable === undefined) return readOnce();
      if (!isDue()) return usable;
      return readOnce().catch(() => usable);
    },
    async follow() {
      if (isDue()) await readOnce().catch(() => undefined);
      return isReachable() === true;
    },
    doubt() {
      inDoubt = true;
    },
    isReachable,
  };
}
