import { createTicker, type Ticker } from '@gatehouse/runtime';
import type { Collection, Filter } from '@gatehouse/store';

/** A collection whose documents are purged. */
export interface Purged {
  collection: Pick<Collection<{ _id: string; version: number }>, 'find' | 'purge'>;
  /** The member that has, or begins with, the instant at which they were made. */
  madeAt: string;
  /** Which of them; absent: all. */
  where?: Filter;
  /** Their age when they are deleted; absent: they are kept for good. */
  lifetimeMs?: number | undefined;
}

const EVERY_MS = 60_000;
const AT_A_TIME = 100;

/** Deletes documents at their collection's age, whatever their status. */
export function startPurge(
  purged: readonly Purged[],
  { now, onError }: { now: () => number; onError: (error: unknown) => void },
): Ticker {
  return createTicker({
    intervalMs: EVERY_MS,
    onError,
    async run() {
      let most = 0;
      for (const { collection, where = {}, madeAt, lifetimeMs } of purged) {
        if (lifetimeMs === undefined) continue;
        const lt = new Date(now() - lifetimeMs).toISOString();
        const old = await collection.find({
          where: { ...where, [madeAt]: { lt } },
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
