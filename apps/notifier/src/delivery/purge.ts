import { createTicker, type Ticker } from '@gatehouse/runtime';
import type { Collection } from '@gatehouse/store';
import { DELIVERY_LIFETIME_MS } from './listed-message.domain.ts';

/** A collection whose documents are purged, and the member that has the instant at which they were made. */
export interface Purged {
  collection: Pick<Collection<{ _id: string; version: number }>, 'find' | 'purge'>;
  madeAt: string;
}

const EVERY_MS = 60_000;
const AT_A_TIME = 100;

/** Deletes documents at the age of 30 days, whatever their status. */
export function startPurge(
  purged: readonly Purged[],
  { now, onError }: { now: () => number; onError: (error: unknown) => void },
): Ticker {
  return createTicker({
    intervalMs: EVERY_MS,
    onError,
    async run() {
      const lt = new Date(now() - DELIVERY_LIFETIME_MS).toISOString();
      let most = 0;
      for (const { collection, madeAt } of purged) {
        const old = await collection.find({
          where: { [madeAt]: { lt } },
          sort: [[madeAt, 1]],
          limit: AT_A_TIME,
        });
        if (old.length > 0) await collection.purge(old.map(({ _id }) => _id));
        most = Math.max(most, old.length);
      }
      return most < AT_A_TIME ? undefined : 0;
    },
  });
}
