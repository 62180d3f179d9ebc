import { buildEvent } from '@gatehouse/contracts';
import { type ChangeResult, change, type PendingEvent } from '@gatehouse/store';
import type { Deliveries, DeliveryDocument } from './deliveries.store.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryOrigin } from './listed-message.domain.ts';

/** The events of a change: none where the state that they publish is the same. `previous` is absent for a new delivery. */
export function deliveryEvents(
  { version, state }: DeliveryDocument,
  previous: DeliveryDocument | undefined,
  origin: DeliveryOrigin,
  now: number,
): PendingEvent[] {
  if (state === previous?.state) return [];
  const entity = { version, state, previous: previous?.state };
  const traced = { ...origin, correlationId: state.correlationId };
  return [buildEvent('gatehouse.notifier.delivery.v1', entity, traced, now)];
}

/** Changes a delivery in one write with its event; `decide` is pure, and gives why not where nothing is to change. */
export function changeDelivery<R extends string>(
  { collection, now, origin }: { collection: Deliveries; now: () => number; origin: DeliveryOrigin },
  id: string,
  decide: (current: DeliveryDocument | undefined) => Delivery | R,
): Promise<ChangeResult<DeliveryDocument, R | 'changed'>> {
  return change<DeliveryDocument, R | 'changed'>(collection, now, id, (current) => {
    const document = decide(current);
    if (typeof document === 'string') return { result: document };
    return {
      document,
      events: (next) => deliveryEvents(next, current, origin, now()),
      result: 'changed',
    };
  });
}
