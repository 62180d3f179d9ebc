import type { Origin } from '@gatehouse/contracts';
import { StoreError } from '@gatehouse/store';
import { changeDelivery } from './change-delivery.ts';
import type { Deliveries, DeliveryDocument } from './deliveries.store.ts';
import { type NotAgain, redelivered } from './delivery.ts';
import type { Schedules } from './schedule.domain.ts';

type Refusal = 'unknown' | NotAgain;

/** Starts a delivery's schedule again, or has a pending one attempted at once; gives the delivery, or why that cannot be. */
export type RedeliverDelivery = (
  id: string,
  origin: Pick<Origin, 'actor'>,
) => Promise<DeliveryDocument | Refusal>;

export interface RedelivererDependencies {
  collection: Deliveries;
  /** Resolves once all deliveries that have begun are in the store. */
  flush: () => Promise<void>;
  /** Has the receiver's deliveries looked at when one falls due. */
  dueAt: (receiver: string, at: number) => void;
  schedules: Schedules;
  now: () => number;
}

export function deliveryRedeliverer(dependencies: RedelivererDependencies): RedeliverDelivery {
  const { collection, flush, dueAt, schedules, now } = dependencies;
  return async (id, origin) => {
    await flush();
    const changed = await changeDelivery<Refusal | 'under way'>({ collection, now, origin }, id, (current) =>
      current === undefined ? 'unknown' : (redelivered(current, schedules, now()) ?? 'under way'),
    );
    const { document } = changed.status === 'duplicate' ? {} : changed;
    if (changed.result === 'under way' && document !== undefined) return document;
    if (changed.result !== 'changed' && changed.result !== 'under way') return changed.result;
    if (document?.receiver === undefined || document.wakeAt === undefined) {
      throw new StoreError('deliveries: a redelivery that left no pending one', { retryable: true });
    }
    dueAt(document.receiver, document.wakeAt);
    return document;
  };
}
