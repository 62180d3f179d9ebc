import { deliveryKind, deliveryStatus, pageOf, timeRangeQuery } from '@gatehouse/contracts';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { canonicalId } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import { z } from 'zod';
import { countDeliveries, listDeliveries } from './deliveries.store.ts';
import type { KnownDeliveries } from './known-delivery.ts';
import { managedDelivery, managedDeliveryOf } from './managed-delivery.ts';

const query = z.object({
  ...pageQuery,
  status: deliveryStatus.optional().describe('Only deliveries of this status.'),
  kind: deliveryKind.optional().describe('Only deliveries of this kind.'),
  ...timeRangeQuery,
  serviceId: z
    .string()
    .optional()
    .describe('Only deliveries for this service: its id or its client id, in any letter case.'),
});

interface ListedDeliveries extends KnownDeliveries {
  services: Pick<ServiceRegistry, 'byIdOrClientId'>;
}

/** `GET /manage/deliveries`: the newest first. `serviceId` takes an id or a client id. */
export function listDeliveriesRoute({ deliveries, flush, services }: ListedDeliveries): Route {
  const idOf = (text: string) => services.byIdOrClientId(text)?.id ?? canonicalId(text) ?? text;

  return route({
    method: 'get',
    path: '/manage/deliveries',
    access: 'operator',
    operationId: 'operatorListDeliveries',
    summary: 'List what is sent to services and people, with the attempts',
    query,
    responses: { 200: pageOf('deliveries', managedDelivery) },
    async handle({ query }) {
      const { status, kind, serviceId, since, until } = query;
      const kinds = kind && [kind];
      const where = { status, kinds, since, until, serviceId: serviceId && idOf(serviceId) };
      await flush();
      const count = await countDeliveries(deliveries, where);
      const { records, members } = await readPage(query, count, (skip, limit) =>
        listDeliveries(deliveries, where, { skip, limit }),
      );
      return { status: 200, body: { deliveries: records.map(managedDeliveryOf), ...members } };
    },
  });
}
