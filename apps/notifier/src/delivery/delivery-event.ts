import { buildEvent, type Origin } from '@gatehouse/contracts';
import type { PendingEvent } from '@gatehouse/store';
import type { DeliveryDocument } from './delivery.ts';

/** The event that tells of a delivery's new state; `previous` is the document before the change. */
export function deliveryEvent(
  { version, state }: DeliveryDocument,
  previous: DeliveryDocument | undefined,
  origin: Pick<Origin, 'actor' | 'causationId'>,
  now: number,
): PendingEvent {
  const entity = { version, state, previous: previous?.state };
  return buildEvent(
    'gatehouse.notifier.delivery.v1',
    entity,
    { ...origin, correlationId: state.correlationId },
    now,
  );
}
