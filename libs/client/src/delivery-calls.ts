import type { Delivery, DeliveryKind, DeliveryStatus } from './delivery-answers.ts';
import { ifThere, instantOf, type OwnCalls, read } from './own-calls.ts';
import { recordsOfPages } from './pages.ts';
import { path } from './transport.ts';

/** Which deliveries are meant; `since` is included, `until` is not. */
export interface DeliveriesFilter {
  status?: DeliveryStatus;
  kind?: DeliveryKind;
  since?: Date | string;
  until?: Date | string;
  /** A child's id or client id. Default: the client's own service. */
  service?: string;
}

/** Which deliveries are sent again: those that failed, or those that wait, at once. */
export interface RedeliverFilter extends DeliveriesFilter {
  status: 'failed' | 'pending';
  since: Date | string;
}

export interface DeliveryCalls {
  /** What the service was sent in 30 days, the newest first, page by page as they are asked for. */
  deliveries(filter?: DeliveriesFilter): AsyncGenerator<Delivery>;
  delivery(id: string, service?: string): Promise<Delivery | undefined>;
  /**
   * Sends a delivery again: a delivered or failed one from the first attempt on, a pending one at once. One that cannot be
   * sent again is a GatehouseProblem with status 409.
   */
  redeliver(id: string, service?: string): Promise<Delivery>;
  /** Sends again the oldest 10,000 at most; `more` tells whether there are others. */
  redeliverAll(filter: RedeliverFilter): Promise<{ redelivered: number; more: boolean }>;
}

/** The calls about what the service is sent. */
export function deliveryCalls({ send, clientId }: OwnCalls): DeliveryCalls {
  return {
    deliveries: ({ service = clientId, since, until, ...filter } = {}) =>
      recordsOfPages(send, path`/services/${service}/deliveries`, 'deliveries', {
        ...filter,
        since: instantOf(since),
        until: instantOf(until),
      }),
    delivery: (id, service = clientId) => ifThere(read(send, path`/services/${service}/deliveries/${id}`)),
    async redeliver(id, service = clientId) {
      const target = path`/services/${service}/deliveries/${id}/redeliver`;
      return (await send({ method: 'POST', path: target })) as Delivery;
    },
    async redeliverAll({ service = clientId, since, until, ...filter }) {
      const json = { ...filter, since: instantOf(since), until: instantOf(until) };
      const target = path`/services/${service}/deliveries/redeliver`;
      return (await send({ method: 'POST', path: target, json })) as { redelivered: number; more: boolean };
    },
  };
}
