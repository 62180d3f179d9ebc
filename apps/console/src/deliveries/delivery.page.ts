import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import { anyAnswer, Refusal } from '../gateway/answers.ts';
import type { Manage } from '../gateway/gateway-client.ts';
import { code, duration, tag, text, time } from '../page/cells.ts';
import { type Answer, form, type PageDependencies, page } from '../page/session-page.ts';
import type { DetailPage, Fact, Table } from '../page/view-model.ts';
import { serviceCells } from '../services/service-names.ts';
import { type ManagedDelivery, managedDelivery, receiverOf } from './managed-delivery.ts';

const pathOf = (id: string) => `/operator/deliveries/${id}`;

function attemptsOf({ attempts }: ManagedDelivery): Table {
  return {
    caption: 'Attempts',
    columns: ['Begun', 'Answer', 'What went wrong', 'Took'],
    rows: attempts.map((attempt) => [
      time(attempt.at, 'with seconds'),
      text(attempt.status),
      text(attempt.error),
      duration(attempt.durationMs),
    ]),
    empty: 'There was none yet.',
  };
}

async function factsOf(manage: Manage, delivery: ManagedDelivery): Promise<Fact[]> {
  const service = await serviceCells(manage);
  const { invitationId, event, data } = delivery;
  return [
    { key: 'Id', value: code(delivery.id) },
    { key: 'Kind', value: text(delivery.kind) },
    { key: 'Status', value: tag(delivery.status) },
    { key: 'Service', value: service(delivery.serviceId) },
    { key: 'To', value: code(receiverOf(delivery)) },
    { key: 'Made', value: time(delivery.createdAt) },
    { key: 'Next attempt', value: time(delivery.nextAttemptAt, 'with seconds') },
    ...(invitationId === undefined
      ? []
      : [{ key: 'Invitation', value: code(invitationId, `/operator/invitations/${invitationId}`) }]),
    ...(event === undefined ? [] : [{ key: 'Event', value: text(event) }]),
    ...Object.entries(data ?? {}).map(([key, value]) => ({
      key: `Event: ${key}`,
      value: code(typeof value === 'string' ? value : JSON.stringify(value)),
    })),
  ];
}

async function showDelivery(manage: Manage, id: string, more: Partial<DetailPage> = {}): Promise<DetailPage> {
  const delivery = await manage.get(`/manage/deliveries/${id}`, managedDelivery);
  const pending = delivery.status === 'pending';
  return {
    title: `Delivery ${id}`,
    back: { text: 'Deliveries', href: '/operator/deliveries' },
    facts: await factsOf(manage, delivery),
    ...(delivery.status !== 'superseded' && {
      buttons: [{ text: pending ? 'Attempt now' : 'Send again', action: `${pathOf(id)}/redeliver` }],
    }),
    tables: [attemptsOf(delivery)],
    ...more,
  };
}

const DONE = 'It is sent again: the next attempt is at once.';

/** `GET /operator/deliveries/{id}`: one delivery with its attempts. */
export function deliveryPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: '/operator/deliveries/:deliveryId',
    summary: 'A delivery with its attempts',
    uuidParams: ['deliveryId'],
    query: z.object({ done: z.string().optional() }),
    async show(manage, { params, query }): Promise<Answer> {
      const done = query.done === 'redelivered' ? DONE : undefined;
      return { view: 'detail', page: await showDelivery(manage, params.deliveryId, { done }) };
    },
  });
}

/** `POST /operator/deliveries/{id}/redeliver`. */
export function redeliverForm(dependencies: PageDependencies): Route {
  return form(dependencies, {
    path: '/operator/deliveries/:deliveryId/redeliver',
    summary: 'Send a delivery again',
    uuidParams: ['deliveryId'],
    page: ({ deliveryId }) => pathOf(deliveryId),
    async act(manage, { params: { deliveryId } }): Promise<Answer> {
      try {
        await manage.send('POST', `/manage/deliveries/${deliveryId}/redeliver`, anyAnswer);
      } catch (error) {
        if (!(error instanceof Refusal) || error.status !== 409) throw error;
        return {
          view: 'detail',
          status: 409,
          page: await showDelivery(manage, deliveryId, { faults: error.sentences }),
        };
      }
      return { location: `${pathOf(deliveryId)}?done=redelivered` };
    },
  });
}
