import { type Route, route } from '@gatehouse/http';
import type { PerMinute } from '@gatehouse/runtime';
import { ownDelivery, ownDeliveryOf } from './managed-delivery.ts';
import { allOwn, type OwnDeliveries, ofWebhook, ownDeliveryAt, ownDeliveryParams } from './own-deliveries.ts';
import { redeliveredOrConflict } from './redeliver-delivery.route.ts';
import type { RedeliverDelivery } from './redeliver-delivery.ts';
import { takeOne } from './take-one.ts';

interface OwnRedeliverable extends OwnDeliveries {
  redeliver: RedeliverDelivery;
  /** How many a service may ask for. */
  limit: PerMinute;
}

/** `POST /services/{id}/deliveries/{deliveryId}/redeliver`, and the same below the service's webhook. */
export function redeliverOwnRoutes({ redeliver, limit, ...known }: OwnRedeliverable): readonly Route[] {
  const declared = {
    method: 'post',
    access: 'client',
    described: {
      text: 'A delivered or failed one is tried from the first attempt on, under the same id. A pending one is attempted at once, and goes on from there.',
      params: ownDeliveryParams,
      refusals: {
        conflict: 'The delivery was superseded by a later one, or what it says has run out.',
        'too-many-requests':
          'The service asked for 60 redeliveries in a minute, or the client has sent more requests than its limit allows. `Retry-After` says how long to wait.',
      },
    },
    responses: { 202: ownDelivery },
  } as const;
  return [
    route({
      ...declared,
      path: `${allOwn.path}/:deliveryId/redeliver`,
      operationId: 'redeliverDelivery',
      summary: 'Send a service again what it was sent',
      resolve: ({ params, caller }) => ownDeliveryAt(known, params, { caller, kinds: allOwn.kinds }),
      async handle({ caller, actor }, { _id, state }) {
        takeOne(limit, caller, state.serviceId ?? '');
        return { status: 202, body: ownDeliveryOf(redeliveredOrConflict(await redeliver(_id, { actor }))) };
      },
    }),
    route({
      ...declared,
      path: `${ofWebhook.path}/:deliveryId/redeliver`,
      operationId: 'redeliverWebhookDelivery',
      summary: 'Send a webhook again what it was sent',
      resolve: ({ params, caller }) => ownDeliveryAt(known, params, { caller, kinds: ofWebhook.kinds }),
      async handle({ caller, actor }, { _id, state }) {
        takeOne(limit, caller, state.serviceId ?? '');
        return { status: 202, body: ownDeliveryOf(redeliveredOrConflict(await redeliver(_id, { actor }))) };
      },
    }),
  ];
}
