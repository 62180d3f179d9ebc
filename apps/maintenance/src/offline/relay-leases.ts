import { setTimeout as pause } from 'node:timers/promises';
import { backendNames } from '@gatehouse/contracts';
import { relayLease } from '@gatehouse/event-log';
import type { Stores } from '@gatehouse/standalone/engines';
import type { Lease } from '@gatehouse/store';
import { OfflineRefusal } from './refusal.ts';

/** Holds the relay leases of all stores, so that a running process of the platform is noticed. */
export interface HeldLeases {
  /** Throws OfflineRefusal where a lease was lost meanwhile. */
  confirm(): void;
  release(): Promise<void>;
}

const TTL_MS = 10_000;
const RENEW_EVERY_MS = 2_500;
/** The lease of a dead process ends sooner. */
const PATIENCE_MS = 12_000;
const LOOK_AGAIN_MS = 500;

/**
 * Takes the relay lease of every store, which a running app holds. A `holder` that was killed before takes its own leases
 * again. Rejects with OfflineRefusal where another holder outlasts a lease.
 */
export async function holdRelayLeases(what: string, stores: Stores, holder: string): Promise<HeldLeases> {
  const leases = backendNames.map((name) => ({ name, lease: relayLease(stores[name], name) }));
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
        // The calls of the store itself report the failure.
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
