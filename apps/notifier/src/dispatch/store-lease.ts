import { createTicker } from '@gatehouse/runtime';
import type { Lease } from '@gatehouse/store';
import { LEASE_MS, type Leases, NEEDED_MS } from './leases.ts';

const RENEW_EVERY_MS = 5_000;
const RETRY_EVERY_MS = 500;

export interface StoreLeaseOptions {
  /** This dispatcher's name among those on the same store. */
  holder: string;
  now: () => number;
  onError: (error: unknown) => void;
}

/**
 * For the embedded store, which one process mostly has to itself: whoever has the store's lease has all deliveries. Which of
 * them are in flight is known in memory, without a write, and a process that starts after another's end finds all of them free.
 */
export async function storeLease(lease: Lease, { holder, now, onError }: StoreLeaseOptions): Promise<Leases> {
  let until = 0;
  let onGained = () => {};
  let renewing: Promise<boolean> | undefined;

  const isMine = () => until - now() >= NEEDED_MS;

  async function acquire(): Promise<boolean> {
    const [wasMine, at] = [isMine(), now()];
    until = (await lease.acquire(holder, LEASE_MS)) ? at + LEASE_MS : 0;
    if (!wasMine && isMine()) onGained();
    return isMine();
  }

  function renew(): Promise<boolean> {
    renewing ??= acquire().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  /** After a stall the lease may be this dispatcher's still. */
  const isMineOrRenewed = async () => isMine() || (await renew());

  await renew().catch(onError);
  const ticker = createTicker({
    async run() {
      const isRenewed = await renew().catch((error: unknown) => {
        onError(error);
        return isMine();
      });
      return isRenewed ? undefined : RETRY_EVERY_MS;
    },
    intervalMs: RENEW_EVERY_MS,
    onError,
  });

  return {
    areInMemory: true,
    get mayTake() {
      if (isMine()) return true;
      if (until > 0) ticker.wake();
      until = 0;
      return false;
    },
    leased: (delivery) => delivery,
    take: async (due) => ((await isMineOrRenewed()) ? [...due] : []),
    confirm: async (delivery) => ((await isMineOrRenewed()) ? delivery : undefined),
    async release() {},
    onGained(listener) {
      onGained = listener;
    },
    async close() {
      await ticker.close();
      await lease.release(holder).catch(onError);
    },
  };
}
