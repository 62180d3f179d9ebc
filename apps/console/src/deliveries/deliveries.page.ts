import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import { code, link, tag, text, time } from '../page/cells.ts';
import { choices, DELIVERY_KINDS, DELIVERY_STATUSES } from '../page/choices.ts';
import { listPage } from '../page/list-page.ts';
import { pathWith } from '../page/paths.ts';
import { type PageDependencies, page } from '../page/session-page.ts';
import { serviceCells } from '../services/service-names.ts';
import { lastOutcome, managedDelivery, receiverOf } from './managed-delivery.ts';

const query = z.object({
  status: z.string().optional(),
  serviceId: z.string().optional(),
  kind: z.string().optional(),
  page: z.string().optional(),
});

/** `GET /operator/deliveries`: everything that left the platform, or is to leave it. */
export function deliveriesPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: '/operator/deliveries',
    summary: 'Deliveries, by status, service and kind',
    query,
    async show(manage, { query: { status = '', serviceId = '', kind = '', page: number } }) {
      const service = await serviceCells(manage);
      return listPage(manage, {
        title: 'Deliveries',
        path: '/operator/deliveries',
        from: { path: '/manage/deliveries', member: 'deliveries', record: managedDelivery },
        filters: [
          { name: 'status', label: 'Status', value: status, options: choices(DELIVERY_STATUSES) },
          { name: 'serviceId', label: 'Service', hint: 'Its id or its client id', value: serviceId },
          { name: 'kind', label: 'Kind', value: kind, options: choices(DELIVERY_KINDS) },
        ],
        page: number,
        links: [
          {
            text: 'Send many again',
            href: pathWith('/operator/deliveries/redeliver', { status, serviceId, kind }),
          },
        ],
        caption: 'Deliveries, the newest first',
        columns: ['Made', 'Kind', 'Service', 'To', 'Status', 'Attempts', 'Delivery'],
        row: (delivery) => [
          time(delivery.createdAt),
          [text(delivery.kind), ...(delivery.event === undefined ? [] : [text(delivery.event)])],
          service(delivery.serviceId),
          code(receiverOf(delivery)),
          tag(delivery.status),
          text(
            [delivery.attempts.length, lastOutcome(delivery)].filter((part) => part !== undefined).join(', '),
          ),
          link('Show', `/operator/deliveries/${delivery.id}`, `delivery ${delivery.id}`),
        ],
        empty: 'There is none. Deliveries are kept for 30 days; with fewer filters more are found.',
      });
    },
  });
}
