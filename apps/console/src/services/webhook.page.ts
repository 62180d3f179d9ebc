import type { Route } from '@gatehouse/http';
import { z } from 'zod';
import { anyAnswer, Refusal } from '../gateway/answers.ts';
import type { Manage } from '../gateway/gateway-client.ts';
import { code, text } from '../page/cells.ts';
import { type Answer, form, type PageDependencies, page } from '../page/session-page.ts';
import type { AskPage } from '../page/view-model.ts';
import { getService, getWebhook, servicePath } from './managed-service.ts';

const PATH = '/operator/services/:serviceId/webhook';

interface Typed {
  url: string;
  events: string;
  status: string;
}

async function askPage(
  manage: Manage,
  id: string,
  typed: Typed,
  faults: readonly string[] = [],
): Promise<AskPage> {
  const { name } = await getService(manage, id);
  const faultOf = (field: string) => faults.find((fault) => fault.startsWith(field));
  return {
    title: `The webhook of ${name}`,
    back: { text: name, href: servicePath(id) },
    fields: [
      { name: 'url', label: 'Address', value: typed.url, error: faultOf('url') },
      {
        ...{ name: 'events', label: 'Events', hint: 'One type on each line, or * for all', lines: 6 },
        ...{ value: typed.events, error: faultOf('events') },
      },
      {
        ...{ name: 'status', label: 'Status', value: typed.status, error: faultOf('status') },
        options: [
          { value: 'enabled', text: 'enabled' },
          { value: 'disabled', text: 'disabled: what is pending ends as failed' },
        ],
      },
    ],
    faults,
    action: `${servicePath(id)}/webhook`,
    button: 'Save',
  };
}

/** `GET /operator/services/{id}/webhook`. */
export function askWebhookPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: PATH,
    summary: 'The form of a service’s webhook',
    uuidParams: ['serviceId'],
    async show(manage, { params: { serviceId: id } }): Promise<Answer> {
      const { url = '', events = ['*'], status = 'enabled' } = (await getWebhook(manage, id)) ?? {};
      return { view: 'ask', page: await askPage(manage, id, { url, events: events.join('\n'), status }) };
    },
  });
}

const field = z.string().default('');

/** `POST /operator/services/{id}/webhook`: registers, changes, enables or disables it. */
export function webhookForm(dependencies: PageDependencies): Route {
  return form(dependencies, {
    path: PATH,
    summary: 'Register or change the webhook of a service',
    uuidParams: ['serviceId'],
    page: ({ serviceId }) => `${servicePath(serviceId)}/webhook`,
    fields: { url: field, events: field, status: field },
    async act(manage, { params: { serviceId: id }, body: typed }): Promise<Answer> {
      const events = typed.events.split(/[\s,]+/).filter((event) => event !== '');
      const body = { url: typed.url.trim(), events, status: typed.status === '' ? 'enabled' : typed.status };
      try {
        await manage.send('PUT', `/manage/services/${id}/webhook`, anyAnswer, body);
      } catch (error) {
        if (!(error instanceof Refusal) || error.status !== 400) throw error;
        return { view: 'ask', status: 422, page: await askPage(manage, id, typed, error.sentences) };
      }
      return { location: `${servicePath(id)}?done=webhook` };
    },
  });
}

/** `GET /operator/services/{id}/webhook/remove`: asks before it is removed. */
export function askRemoveWebhookPage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: `${PATH}/remove`,
    summary: 'Asks before a webhook is removed',
    uuidParams: ['serviceId'],
    async show(manage, { params: { serviceId: id } }): Promise<Answer> {
      const [{ name }, webhook] = await Promise.all([getService(manage, id), getWebhook(manage, id)]);
      if (webhook === undefined) return { location: servicePath(id) };
      return {
        view: 'ask',
        page: {
          title: `Remove the webhook of ${name}?`,
          back: { text: name, href: servicePath(id) },
          facts: [
            { key: 'Service', value: text(name) },
            { key: 'Address', value: code(webhook.url) },
          ],
          warning: 'What is pending for it ends as failed, and the service is told nothing more.',
          action: `${servicePath(id)}/webhook/remove`,
          button: 'Remove it',
        },
      };
    },
  });
}

/** `POST /operator/services/{id}/webhook/remove`. */
export function removeWebhookForm(dependencies: PageDependencies): Route {
  return form(dependencies, {
    path: `${PATH}/remove`,
    summary: 'Remove the webhook of a service',
    uuidParams: ['serviceId'],
    page: ({ serviceId }) => `${servicePath(serviceId)}/webhook/remove`,
    async act(manage, { params: { serviceId: id } }): Promise<Answer> {
      await manage.send('DELETE', `/manage/services/${id}/webhook`, anyAnswer);
      return { location: `${servicePath(id)}?done=webhook-removed` };
    },
  });
}
