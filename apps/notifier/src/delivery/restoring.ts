import { type Restorable, restorable } from '@gatehouse/entities';
import { deliveries } from './deliveries.store.ts';
import { type DeliveryDocument, endedAs } from './delivery.ts';

/**
 * What notifier tells of, for a restore. What was delivered or given up since the backup has happened: its record comes
 * back, without what it brought, so that it is not sent again. What was still pending is made anew from what is owed.
 */
export const restorables: readonly Restorable[] = [
  restorable<'gatehouse.notifier.delivery.v1', DeliveryDocument>({
    type: 'gatehouse.notifier.delivery.v1',
    collection: deliveries,
    lost: (state) =>
      state.status === 'pending'
        ? undefined
        : { _id: state.id, content: { kind: 'lost' }, attemptsBefore: 0, secretStep: 0, state },
    superseded: (document, state) => (state.status === 'pending' ? undefined : endedAs(document, state)),
  }),
];
