import { type Restorable, restorable } from '@gatehouse/entities';
import { type DeliveryDocument, deliveries } from './deliveries.store.ts';
import { endedAs } from './delivery.ts';

/** The queue of deliveries that are never attempted. */
const LOST = 'lost';

/**
 * What a restore makes of deliveries. One that was delivered or given up after the backup gets its record back, without
 * its content, so that it is not sent again. One that was pending is made again from its message.
 */
export const restorables: readonly Restorable[] = [
  restorable<'gatehouse.notifier.delivery.v1', DeliveryDocument>({
    type: 'gatehouse.notifier.delivery.v1',
    collection: deliveries,
    lost: (state) =>
      state.status === 'pending'
        ? undefined
        : { _id: state.id, attemptsBefore: 0, queue: LOST, schedule: 'default', state },
    superseded: (document, state) =>
      state.status === 'pending' ? undefined : { ...endedAs(document, state), version: document.version },
  }),
];
