import { notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import type { Deliveries } from '../stores/deliveries.ts';
import { managedDelivery, managedDeliveryOf } from './managed-delivery.ts';

/** `GET /manage/deliveries/{id}`. */
export function getDeliveryRoute({
  deliveries,
  settle,
}: {
  deliveries: Deliveries;
  settle: () => Promise<void>;
}): Route {
  return route({
    method: 'get',
    path: '/manage/deliveries/:id',
    access: 'operator',
    summary: 'Show a callback or email with its attempts',
    uuidParams: ['id'],
    responses: { 200: managedDelivery },
    async handle({ params }) {
      await settle();
      const delivery = await deliveries.get(params.id);
      if (delivery === undefined) throw notFound();
      return { status: 200, body: managedDeliveryOf(delivery) };
    },
  });
}
