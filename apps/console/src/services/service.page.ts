import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import { listOf, maybeText } from '../gateway/answers.ts';
import type { Manage } from '../gateway/gateway-client.ts';
import { code, tag, text, time } from '../page/cells.ts';
import { pathWith } from '../page/paths.ts';
import { type Answer, type PageDependencies, page } from '../page/session-page.ts';
import type { Fact, Table } from '../page/view-model.ts';
import {
  getService,
  getWebhook,
  type ManagedService,
  type ManagedWebhook,
  servicePath,
} from './managed-service.ts';
import { signInFacts } from './sign-in-facts.ts';

const roles = listOf(
  'roles',
  z.object({ code: z.string(), name: z.string(), numericId: maybeText, status: z.string() }),
);

const WHY: Readonly<Record<string, string>> = {
  request: 'request: somebody switched it off',
  gone: 'gone: its address answered 410',
  failing: 'failing: it failed for days',
};

function webhookFacts(webhook: ManagedWebhook | undefined): Fact[] {
  if (webhook === undefined) return [{ key: 'Webhook', value: text('none') }];
  const { url, events, status, disabledReason, disabledAt, failingSince } = webhook;
  return [
    { key: 'Webhook', value: tag(status) },
    { key: 'Webhook: address', value: code(url) },
    { key: 'Webhook: events', value: events.map((event) => text(event === '*' ? 'all (*)' : event)) },
    ...(disabledReason === undefined
      ? []
      : [
          {
            key: 'Webhook: disabled',
            value: [text(WHY[disabledReason] ?? disabledReason), time(disabledAt)],
          },
        ]),
    ...(failingSince === undefined ? [] : [{ key: 'Webhook: failing since', value: time(failingSince) }]),
  ];
}

function factsOf(service: ManagedService): Fact[] {
  const { id, clientId, status, description, parentId, redirectUris, params = {} } = service;
  return [
    { key: 'Id', value: code(id) },
    { key: 'Client id', value: code(clientId) },
    { key: 'Status', value: tag(status === 1 ? 'active' : 'disabled') },
    { key: 'Description', value: text(description) },
    ...(parentId === undefined ? [] : [{ key: 'Parent', value: code(parentId, servicePath(parentId)) }]),
    {
      key: 'Redirect addresses',
      value: redirectUris.length === 0 ? text(undefined) : redirectUris.map((uri) => code(uri)),
    },
    ...Object.entries(params).map(([name, value]) => ({ key: `Setting: ${name}`, value: code(value) })),
  ];
}

async function rolesTable(manage: Manage, id: string): Promise<Table> {
  const { records, numberOfRecords } = await manage.get(`/manage/services/${id}/roles`, roles, {
    pageSize: 500,
  });
  return {
    caption:
      numberOfRecords > records.length ? `Roles, the first ${records.length} of ${numberOfRecords}` : 'Roles',
    columns: ['Code', 'Name', 'Number', 'Status'],
    rows: records.map((role) => [
      code(role.code),
      text(role.name),
      text(role.numericId),
      tag(role.status.toLowerCase()),
    ]),
    empty: 'It has none.',
  };
}

const DONE: Readonly<Record<string, string>> = {
  webhook: 'The webhook is as it stands here.',
  'webhook-removed': 'The webhook is removed. What was pending for it has ended as failed.',
};

/** `GET /operator/services/{id}`: a service, with its webhook. */
export function servicePage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: '/operator/services/:serviceId',
    summary: 'A service, with its webhook',
    uuidParams: ['serviceId'],
    query: z.object({ done: z.string().optional() }),
    async show(manage, { params: { serviceId: id }, query: { done = '' } }): Promise<Answer> {
      const service = await getService(manage, id);
      const [webhook, table] = await Promise.all([getWebhook(manage, id), rolesTable(manage, id)]);
      const has = webhook !== undefined;
      return {
        view: 'detail',
        page: {
          title: service.name,
          back: { text: 'Services', href: '/operator/services' },
          done: DONE[done],
          facts: [...factsOf(service), ...signInFacts(service.signIn), ...webhookFacts(webhook)],
          links: [
            { text: 'Rotate the API secret', href: `${servicePath(id)}/rotate` },
            { text: has ? 'Change the webhook' : 'Register a webhook', href: `${servicePath(id)}/webhook` },
            ...(has ? [{ text: 'Remove the webhook', href: `${servicePath(id)}/webhook/remove` }] : []),
            { text: 'Deliveries of this service', href: pathWith('/operator/deliveries', { serviceId: id }) },
            {
              text: 'Invitations of this service',
              href: pathWith('/operator/invitations', { serviceId: id }),
            },
            { text: 'Who changed it', href: pathWith('/operator/audit', { entity: id }) },
          ],
          tables: [table],
        },
      };
    },
  });
}
