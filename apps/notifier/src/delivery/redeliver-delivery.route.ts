import { conflict } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { DeliveryDocument } from './deliveries.store.ts';
import { type KnownDeliveries, knownDelivery, noSuchDelivery } from './known-delivery.ts';
import { managedDelivery, managedDeliveryOf } from './managed-delivery.ts';
import type { RedeliverDelivery } from './redeliver-delivery.ts';

interface Redeliverable extends KnownDeliveries {
  redeliver: RedeliverDelivery;
}

/** `POST /manage/deliveries/{id}/redeliver`: starts the schedule again, under the same id; a pending one is attempted at once. */
export function redeliverRoute({ redeliver, ...known }: Redeliverable): Route {
  return route({
    method: 'post',
    path: '/manage/deliveries/:deliveryId/redeliver',
    access: 'operator',
    operationId: 'operatorRedeliverDelivery',
    summary: 'Deliver a callback or email again',
    described: {
      refusals: {
        conflict:
          'The delivery was superseded by a later one, or waits for another one (`waitsFor`), its webhook is disabled or removed, or what it says has run out or is no longer stored: resend the invitation instead.',
      },
    },
    uuidParams: ['deliveryId'],
    resolve: ({ params }) => knownDelivery(known, params.deliveryId),
    responses: { 202: managedDelivery },
    async handle({ params, actor }) {
      const delivery = redeliveredOrConflict(await redeliver(params.deliveryId, { actor }));
      return { status: 202, body: managedDeliveryOf(delivery) };
    },
  });
}

/** The delivery that is sent again. Throws a Fault that says why one is not. */
export function redeliveredOrConflict(outcome: Awaited<ReturnType<RedeliverDelivery>>): DeliveryDocument {
  if (typeof outcome === 'object') {
    if ('_id' in outcome) return outcome;
    throw conflict('This delivery waits for another one', outcome);
  }
  switch (outcome) {
    case 'unknown':
      throw noSuchDelivery();
    case 'webhook disabled':
      throw conflict('The webhook of this delivery is disabled or removed');
    case 'superseded':
      throw conflict('A later delivery has superseded this one');
    case 'expired':
      throw conflict('What this delivery says has run out');
    case 'content dropped':
      throw conflict('The link in this email is no longer stored: resend the invitation instead');
  }
}
