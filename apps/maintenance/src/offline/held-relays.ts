import { setTimeout as pause } from 'node:timers/promises';
import { serviceNames } from '@gatehouse/contracts';
import { relayLease } from '@gatehouse/event-log';
import type { Stores } from '@gatehouse/standalone/engines';
import type { Lease } from '@gatehouse/store';
import { OfflineRefusal } from './refusal.ts';

/** Holds the relays of stores, so that no process of the platform that works on them goes unnoticed. */
export interface HeldRelays {
  /** Throws OfflineRefusal where one was lost meanwhile. */
  confirm(): void;
  release(): Promise<void>;
}

const TTL_MS = 10_000;
const RENEW_EVERY_MS = 2_500;
/** What a process that is gone held runs out in less. */
const PATIENCE_MS = 12_000;
const LOOK_AGAIN_MS = 500;

/**
 * Takes every store's relay, which each process of the platform that runs holds. `holder` may be one that was killed:
 * what it held is taken on. Rejects with OfflineRefusal where another has one for longer than the dead could.
 */
export async function holdRelays(what: string, stores: Stores, holder: string): Promise<HeldRelays> {
  const leases = serviceNames.map((name) => ({ name, lease: relayLease(stores[name], name) }));
  const deadline = performance.now() + PATIENCE_MS;
  let lost: string | undefined;
  for (const { name, lease } of leases) await take(name, lease);

  async function take(name: string, lease: Lease): Promise<void> {
    while (!(await lease.acquire(holder, TTL_MS))) {
      if (performance.now() > deadline)
        throw new OfflineRefusal(`${what} is in use: its ${name} runs. Stop it first.`);
      await pause(LOOK_AGAIN_MS);
    }
  }

  const renewing = setInterval(() => {
    for (const { name, lease } of leases) {
      lease.acquire(holder, TTL_MS).then(
        (held) => {
          if (!held) lost ??= name;
        },
        // The store's own calls tell of it.
        () => {},
      );
    }
  }, RENEW_EVERY_MS);

  return {
    confirm() {
      if (lost === undefined) return;
      throw new OfflineRefusal(
        `${what} has come into use: its ${lost} was started. Stop it and run this again.`,
      );
    },
    async release() {
      clearInterval(renewing);
      await Promise.all(leases.map(({ lease }) => lease.release(holder)));
    },
  };
}
