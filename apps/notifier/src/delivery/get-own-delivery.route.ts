import { type Route, route } from '@gatehouse/http';
import { ownDelivery, ownDeliveryOf } from './managed-delivery.ts';
import { allOwn, type OwnDeliveries, ofWebhook, ownDeliveryAt, ownDeliveryParams } from './own-deliveries.ts';

/** `GET /services/{id}/deliveries/{deliveryId}`, and the same below the service's webhook. */
export function getOwnDeliveryRoutes(known: OwnDeliveries): readonly Route[] {
  const declared = {
    method: 'get',
    access: 'client',
    described: { params: ownDeliveryParams },
    responses: { 200: ownDelivery },
  } as const;
  return [
    route({
      ...declared,
      path: `${allOwn.path}/:deliveryId`,
      operationId: 'getDelivery',
      summary: 'Show what a service was sent, with the attempts',
      resolve: ({ params, caller }) => ownDeliveryAt(known, params, { caller, kinds: allOwn.kinds }),
      handle: (_request, delivery) => ({ status: 200, body: ownDeliveryOf(delivery) }),
    }),
    route({
      ...declared,
      path: `${ofWebhook.path}/:deliveryId`,
      operationId: 'getWebhookDelivery',
      summary: 'Show what a webhook was sent, with the attempts',
      resolve: ({ params, caller }) => ownDeliveryAt(known, params, { caller, kinds: ofWebhook.kinds }),
      handle: (_request, delivery) => ({ status: 200, body: ownDeliveryOf(delivery) }),
    }),
  ];
}
