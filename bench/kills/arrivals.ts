import type { WebhookEvent } from '@gatehouse/contracts';
import { newRecordsOf } from './records.ts';

/** A request that the receiver answered, or was about to answer. */
export interface Arrival {
  path: string;
  /** `webhook-id`. */
  id: string;
  correlationId: string;
  body: string;
}

/** Where the webhook's events arrive; every other path is a callback's. */
export const WEBHOOK_PATH = '/webhook';

/** The file is not read more often. */
const FRESH_MS = 50;

export interface Arrivals {
  readonly all: readonly Arrival[];
  at(path: string): readonly Arrival[];
}

/** What has arrived until now, in the order of arrival. */
export function arrivalsIn(file: string): Arrivals {
  const read = newRecordsOf<Arrival>(file);
  const all: Arrival[] = [];
  const byPath = new Map<string, Arrival[]>();
  let readAt = Number.NEGATIVE_INFINITY;
  function refresh(): void {
    if (performance.now() - readAt < FRESH_MS) return;
    readAt = performance.now();
    for (const arrival of read()) {
      all.push(arrival);
      const there = byPath.get(arrival.path);
      if (there === undefined) byPath.set(arrival.path, [arrival]);
      else there.push(arrival);
    }
  }
  return {
    get all() {
      refresh();
      return all;
    },
    at(path) {
      refresh();
      return byPath.get(path) ?? [];
    },
  };
}

export function eventOf({ body }: Arrival): WebhookEvent {
  return JSON.parse(body) as WebhookEvent;
}
