import { pageOf } from '@gatehouse/contracts';
import { pageQuery, type Route, route } from '@gatehouse/http';
import { canonicalId } from '@gatehouse/runtime';
import { z } from 'zod';
import { type Deliveries, listDeliveries } from '../stores/deliveries.ts';
import { managedDelivery, managedDeliveryOf } from './managed-delivery.ts';

const query = z.object({
  ...pageQuery,
  status: z.enum(['pending', 'delivered', 'failed']).optional(),
  serviceId: z
    .string()
    .refine((text) => canonicalId(text) !== undefined, { error: 'should be a UUID' })
    .transform((text) => text.toUpperCase())
    .optional(),
});

/** `GET /manage/deliveries`: the newest first. */
export function listDeliveriesRoute({ deliveries }: { deliveries: Deliveries }): Route {
  return route({
    method: 'get',
    path: '/manage/deliveries',
    access: 'operator',
    summary: 'List callbacks and emails with their attempts',
    query,
    responses: { 200: pageOf('deliveries', managedDelivery) },
    async handle({ query: { page, pageSize, ...where } }) {
      const { found, count } = await listDeliveries(deliveries, where, { page, pageSize });
      const body = {
        deliveries: found.map(managedDeliveryOf),
        numberOfRecords: count,
        page,
        numberOfPages: Math.ceil(count / pageSize),
      };
      return { status: 200, body };
    },
  });
}
