import type { Origin } from '@gatehouse/contracts';
import { StoreError } from '@gatehouse/store';
import { changeDelivery } from './change-delivery.ts';
import type { Deliveries, DeliveryDocument } from './deliveries.store.ts';
import { type NotAgain, redelivered } from './redelivery.ts';
import type { Schedules } from './schedule.domain.ts';

/** Why a delivery is not sent again. `waitsFor`: the id of the delivery that is to be over first. */
export type Refusal = 'unknown' | 'webhook disabled' | Exclude<NotAgain, 'waits'> | { waitsFor?: string };

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
  /** Why, for a reason that its record does not hold. */
  refusalOf: (delivery: DeliveryDocument) => Promise<'webhook disabled' | undefined>;
  /** The id of the delivery that goes before one that waits. */
  waitedFor: (id: string) => Promise<string | undefined>;
  schedules: Schedules;
  now: () => number;
}

export function deliveryRedeliverer(dependencies: RedelivererDependencies): RedeliverDelivery {
  const { collection, flush, dueAt, refusalOf, waitedFor, schedules, now } = dependencies;
  return async (id, origin) => {
    await flush();
    const current = await collection.get(id);
    const refusal = current && (await refusalOf(current));
    if (refusal !== undefined) return refusal;
    const changed = await changeDelivery<'unknown' | NotAgain | 'under way'>(
      { collection, now, origin },
      id,
      (current) =>
        current === undefined ? 'unknown' : (redelivered(current, schedules, now()) ?? 'under way'),
    );
    const { document } = changed.status === 'duplicate' ? {} : changed;
    if (changed.result === 'under way' && document !== undefined) return document;
    if (changed.result === 'waits') {
      const waitsFor = await waitedFor(id);
      return waitsFor === undefined ? {} : { waitsFor };
    }
    if (changed.result !== 'changed' && changed.result !== 'under way') return changed.result;
    if (document?.receiver === undefined || document.wakeAt === undefined) {
      throw new StoreError('deliveries: a redelivery that left no pending one', { retryable: true });
    }
    dueAt(document.receiver, document.wakeAt);
    return document;
  };
}
