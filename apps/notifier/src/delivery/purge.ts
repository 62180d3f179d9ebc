import { createTicker, type Ticker } from '@gatehouse/runtime';
import { keptBefore, type Mailbox } from '../mailbox/mailbox.store.ts';
import { type Deliveries, madeBefore } from './deliveries.store.ts';
import { DELIVERY_LIFETIME_MS } from './messages.domain.ts';

export interface PurgeOptions {
  deliveries: Deliveries;
  mailbox: Mailbox;
  now: () => number;
  onError: (error: unknown) => void;
}

const EVERY_MS = 60_000;
const AT_A_TIME = 100;

/** Deletes deliveries and kept emails at the age of 30 days, whatever became of them. */
export function startPurge({ deliveries, mailbox, now, onError }: PurgeOptions): Ticker {
  return createTicker({
    intervalMs: EVERY_MS,
    onError,
    async run() {
      const instant = new Date(now() - DELIVERY_LIFETIME_MS).toISOString();
      const old = await madeBefore(deliveries, instant, AT_A_TIME);
      const kept = await keptBefore(mailbox, instant, AT_A_TIME);
      if (old.length > 0) await deliveries.purge(old);
      if (kept.length > 0) await mailbox.purge(kept);
      return Math.max(old.length, kept.length) < AT_A_TIME ? undefined : 0;
    },
  });
}
