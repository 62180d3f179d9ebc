import { deliveryStatus, pageOf, timeRangeQuery } from '@gatehouse/contracts';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { type RegisteredService, serviceInUrl } from '@gatehouse/service-registry';
import { z } from 'zod';
import { countDeliveries, type ListFilter, listDeliveries } from './deliveries.store.ts';
import { ownDelivery, ownDeliveryOf } from './managed-delivery.ts';
import { allOwn, type OwnDeliveries, ofWebhook, ownDeliveryParams, ownKinds } from './own-deliveries.ts';

const filters = {
  status: deliveryStatus.optional().describe('Only deliveries of this status.'),
  ...timeRangeQuery,
  ...pageQuery,
};
const kind = z.enum(ownKinds).optional().describe('Only deliveries of this kind.');

/** `GET /services/{id}/deliveries` and `/services/{id}/webhook/deliveries`: those of 30 days, the newest first. */
export function listOwnDeliveriesRoutes({ deliveries, flush, services }: OwnDeliveries): readonly Route[] {
  async function list(
    service: Pick<RegisteredService, 'id'>,
    { page, pageSize, ...filter }: ListFilter & { page: number; pageSize: number },
  ) {
    const where = { ...filter, serviceId: service.id };
    await flush();
    const count = await countDeliveries(deliveries, where);
    const { records, members } = await readPage({ page, pageSize }, count, (skip, limit) =>
      listDeliveries(deliveries, where, { skip, limit }),
    );
    return { status: 200 as const, body: { deliveries: records.map(ownDeliveryOf), ...members } };
  }

  const declared = {
    method: 'get',
    access: 'client',
    described: { params: ownDeliveryParams },
    faults: 'field',
    responses: { 200: pageOf('deliveries', ownDelivery, 'ownDeliveries') },
  } as const;
  return [
    route({
      ...declared,
      path: allOwn.path,
      operationId: 'listDeliveries',
      summary: 'List what a service was sent, with the attempts, the newest first',
      query: z.object({ kind, ...filters }),
      resolve: ({ params, caller }) => serviceInUrl(services, params.serviceId, caller),
      handle: ({ query: { kind: wanted, ...filter } }, service) =>
        list(service, { ...filter, kinds: wanted === undefined ? allOwn.kinds : [wanted] }),
    }),
    route({
      ...declared,
      path: ofWebhook.path,
      operationId: 'listWebhookDeliveries',
      summary: 'List what a webhook was sent, with the attempts, the newest first',
      query: z.object(filters),
      resolve: ({ params, caller }) => serviceInUrl(services, params.serviceId, caller),
      handle: ({ query }, service) => list(service, { ...query, kinds: ofWebhook.kinds }),
    }),
  ];
}
