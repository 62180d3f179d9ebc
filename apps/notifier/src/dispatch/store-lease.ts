import { createTicker } from '@gatehouse/runtime';
import type { Lease } from '@gatehouse/store';
import { type Claims, NEEDED_MS } from './leases.ts';

const LEASE_MS = 30_000;
const RENEW_EVERY_MS = 5_000;
const LOOK_EVERY_MS = 500;

export interface LeasedClaimsOptions {
  /** This worker's name among those on the same store. */
  holder: string;
  now: () => number;
  onError: (error: unknown) => void;
}

/**
 * For the embedded store, which is mostly one process's: whoever has the lease has all deliveries. Who has which of them
 * is then known in memory, at the cost of no write, and a process that starts after another's end finds everything free.
 */
export async function leasedClaims(
  lease: Lease,
  { holder, now, onError }: LeasedClaimsOptions,
): Promise<Claims> {
  let until = 0;
  let tellGained = () => {};

  /** Long enough for an attempt. */
  const isMine = () => until - now() >= NEEDED_MS;

  async function acquire(): Promise<boolean> {
    const [before, at] = [isMine(), now()];
    until = (await lease.acquire(holder, LEASE_MS)) ? at + LEASE_MS : 0;
    if (!before && isMine()) tellGained();
    return isMine();
  }

  let renewing: Promise<boolean> | undefined;
  function renew(): Promise<boolean> {
    renewing ??= acquire().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  await renew().catch(onError);
  const ticker = createTicker({
    async run() {
      const has = await renew().catch((error: unknown) => {
        onError(error);
        return isMine();
      });
      return has ? undefined : LOOK_EVERY_MS;
    },
    intervalMs: RENEW_EVERY_MS,
    onError,
  });
  // After a stall it may be the worker's still: that is asked for at once.
  const renewed = async () => isMine() || (await renew());

  return {
    get mayTake() {
      if (isMine()) return true;
      if (until > 0) ticker.wake();
      until = 0;
      return false;
    },
    get areFree() {
      return isMine();
    },
    stamped: (draft) => draft,
    take: async (documents) => ((await renewed()) ? [...documents] : []),
    confirmed: async (document) => ((await renewed()) ? document : undefined),
    release: async () => {},
    onGained(listener) {
      tellGained = listener;
    },
    async close() {
      await ticker.close();
      await lease.release(holder).catch(onError);
    },
  };
}
