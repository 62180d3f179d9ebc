import { pageOf } from '@gatehouse/contracts';
import { pageQuery, type Route, route } from '@gatehouse/http';
import { canonicalId } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import { z } from 'zod';
import { type Deliveries, listDeliveries } from './deliveries.store.ts';
import { managedDelivery, managedDeliveryOf } from './managed-delivery.ts';

const query = z.object({
  ...pageQuery,
  status: z.enum(['pending', 'delivered', 'failed']).optional().describe('Only deliveries of this status.'),
  serviceId: z
    .string()
    .optional()
    .describe('Only deliveries for this service: its id or its client id, in any letter case.'),
});

/** `GET /manage/deliveries`: the newest first. `serviceId` takes an id or a client id. */
export function listDeliveriesRoute({
  deliveries,
  flush,
  services,
}: {
  deliveries: Deliveries;
  flush: () => Promise<void>;
  services: Pick<ServiceRegistry, 'byIdOrClientId'>;
}): Route {
  const idOf = (text: string) => services.byIdOrClientId(text)?.id ?? canonicalId(text) ?? text;

  return route({
    method: 'get',
    path: '/manage/deliveries',
    access: 'operator',
    operationId: 'operatorListDeliveries',
    summary: 'List callbacks and emails with their attempts',
    query,
    responses: { 200: pageOf('deliveries', managedDelivery) },
    async handle({ query: { page, pageSize, status, serviceId } }) {
      const where = {
        ...(status !== undefined && { status }),
        ...(serviceId !== undefined && { serviceId: idOf(serviceId) }),
      };
      await flush();
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
