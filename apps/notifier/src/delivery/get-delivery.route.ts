import { type Route, route } from '@gatehouse/http';
import { type KnownDeliveries, knownDelivery } from './known-delivery.ts';
import { managedDelivery, managedDeliveryOf } from './managed-delivery.ts';

/** `GET /manage/deliveries/{id}`. */
export function getDeliveryRoute(known: KnownDeliveries): Route {
  return route({
    method: 'get',
    path: '/manage/deliveries/:deliveryId',
    access: 'operator',
    operationId: 'operatorGetDelivery',
    summary: 'Show a callback or email with its attempts',
    uuidParams: ['deliveryId'],
    resolve: ({ params }) => knownDelivery(known, params.deliveryId),
    responses: { 200: managedDelivery },
    handle: (_request, delivery) => ({ status: 200, body: managedDeliveryOf(delivery) }),
  });
}
