import type { Deliveries, ListFilter } from './deliveries.store.ts';
import { listOldest } from './deliveries.store.ts';
import type { DeliveryOrigin } from './listed-message.domain.ts';
import type { RedeliverDelivery } from './redeliver-delivery.ts';

/** Which deliveries are sent again; those that cannot be are left out. */
export type RedeliverFilter = ListFilter & { status: 'failed' | 'pending'; since: string };

export interface RedeliveredMany {
  redelivered: number;
  /** Whether there are more than one request takes. */
  more: boolean;
}

export type RedeliverMany = (filter: RedeliverFilter, origin: DeliveryOrigin) => Promise<RedeliveredMany>;

const MOST = 10_000;
const AT_A_TIME = 100;
/** Who asks through the gateway, or its pages, waits for no longer than 25 s. */
const WITHIN_MS = 15_000;

/**
 * Sends the oldest again, up to so many and for so long. It goes by when they were made: a failed one is no more among those that are
 * looked for once it is sent again, a pending one still is.
 */
export function redelivererOfMany({
  deliveries,
  flush,
  redeliver,
  most = MOST,
  withinMs = WITHIN_MS,
}: {
  deliveries: Deliveries;
  flush: () => Promise<void>;
  redeliver: RedeliverDelivery;
  most?: number;
  withinMs?: number;
}): RedeliverMany {
  return async (filter, origin) => {
    const end = performance.now() + withinMs;
    await flush();
    let { since } = filter;
    let handled = 0;
    let redelivered = 0;
    /** Those of the last instant that was read, which are read again with those that follow. */
    let seen: ReadonlySet<string> = new Set();
    for (;;) {
      const limit = AT_A_TIME + seen.size;
      const read = await listOldest(deliveries, { ...filter, since }, limit);
      const next = read.filter(({ _id }) => !seen.has(_id)).slice(0, AT_A_TIME);
      const isTimeUp = handled > 0 && performance.now() >= end;
      const some = isTimeUp ? [] : next.slice(0, most - handled);
      const outcomes = await Promise.all(some.map(({ _id }) => redeliver(_id, origin)));
      handled += some.length;
      redelivered += outcomes.filter((outcome) => typeof outcome !== 'string' && '_id' in outcome).length;
      if (some.length < next.length) return { redelivered, more: true };
      const last = next.at(-1)?.state.createdAt;
      if (last === undefined) return { redelivered, more: false };
      const ofLast = next.filter(({ state }) => state.createdAt === last).map(({ _id }) => _id);
      seen = new Set(last === since ? [...seen, ...ofLast] : ofLast);
      since = last;
    }
  };
}
