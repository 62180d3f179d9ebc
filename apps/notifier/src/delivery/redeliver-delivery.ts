import type { Origin } from '@gatehouse/contracts';
import { change, StoreError } from '@gatehouse/store';
import type { DeliveryWrites } from '../dispatch/delivery-writer.ts';
import type { Worker } from '../dispatch/dispatcher.ts';
import type { Deliveries } from './deliveries.store.ts';
import { type DeliveryDocument, redelivered } from './delivery.ts';
import { deliveryEvent } from './delivery-event.ts';
import type { Schedule } from './schedule.domain.ts';

/** Begins a delivery's schedule anew; gives the delivery, or why that cannot be. */
export type RedeliverDelivery = (
  id: string,
  origin: Pick<Origin, 'actor'>,
) => Promise<DeliveryDocument | 'unknown' | 'pending' | 'content dropped'>;

export interface RedelivererOptions {
  collection: Deliveries;
  writes: Pick<DeliveryWrites, 'settle'>;
  worker: Pick<Worker, 'note'>;
  schedule: Schedule;
  now: () => number;
}

export function deliveryRedeliverer(options: RedelivererOptions): RedeliverDelivery {
  const { collection, writes, worker, schedule, now } = options;
  return async (id, origin) => {
    await writes.settle();
    const changed = await change<DeliveryDocument, 'unknown' | 'pending' | 'content dropped' | undefined>(
      collection,
      now,
      id,
      (current) => {
        if (current === undefined) return { result: 'unknown' };
        const document = redelivered(current, schedule, now());
        if (typeof document === 'string') return { result: document };
        return {
          document,
          events: (next) => [deliveryEvent(next, current, origin, now())],
          result: undefined,
        };
      },
    );
    if (changed.result !== undefined) return changed.result;
    const { document } = changed.status === 'duplicate' ? {} : changed;
    if (document?.receiver === undefined || document.wakeAt === undefined) {
      throw new StoreError('deliveries: a redelivery that left no pending one', { retryable: true });
    }
    worker.note(document.receiver, document.wakeAt);
    return document;
  };
}
