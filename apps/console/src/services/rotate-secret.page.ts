import type { Route } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { z } from 'zod';
import { code, text } from '../page/cells.ts';
import { type Answer, form, type PageDependencies, page } from '../page/session-page.ts';
import { getService, servicePath } from './managed-service.ts';

const PATH = '/operator/services/:serviceId/rotate';
const OVERLAPS = [
  ['0', 'It stops at once'],
  ['3600', 'An hour'],
  ['86400', 'A day'],
  ['604800', 'A week'],
] as const;

/** `GET /operator/services/{id}/rotate`: asks before the API secret is rotated. */
export function askRotatePage(dependencies: PageDependencies): Route {
  return page(dependencies, {
    path: PATH,
    summary: 'Asks before the API secret of a service is rotated',
    uuidParams: ['serviceId'],
    async show(manage, { params: { serviceId: id } }): Promise<Answer> {
      const { name, clientId } = await getService(manage, id);
      return {
        view: 'ask',
        page: {
          title: `Rotate the API secret of ${name}?`,
          back: { text: name, href: servicePath(id) },
          facts: [
            { key: 'Service', value: text(name) },
            { key: 'Client id', value: code(clientId) },
          ],
          warning:
            'The new secret is shown once. Have a safe way to hand it to the service before you go on.',
          fields: [
            {
              name: 'overlapSeconds',
              label: 'How long the present secret still works',
              value: '86400',
              options: OVERLAPS.map(([value, words]) => ({ value, text: words })),
            },
          ],
          hidden: { once: newId() },
          action: `${servicePath(id)}/rotate`,
          button: 'Rotate the secret',
        },
      };
    },
  });
}

const AGAIN =
  'This form was sent before, and its secret was shown then. Open the page again to rotate once more.';

/** `POST /operator/services/{id}/rotate`: the answer shows the new secret, this once. Sent again, as by a reload, it rotates nothing. */
export function rotateForm(dependencies: PageDependencies): Route {
  return form(dependencies, {
    path: PATH,
    summary: 'Rotate the API secret of a service',
    uuidParams: ['serviceId'],
    page: ({ serviceId }) => `${servicePath(serviceId)}/rotate`,
    fields: { overlapSeconds: z.string().default('86400'), once: z.string().max(64).default('') },
    async act(
      manage,
      { params: { serviceId: id }, body: { overlapSeconds, once }, isFirst },
    ): Promise<Answer> {
      const { name } = await getService(manage, id);
      if (once !== '' && !(await isFirst(once))) {
        return { view: 'refused', status: 409, page: { title: 'Nothing was done', faults: [AGAIN] } };
      }
      const seconds = /^\d{1,9}$/.test(overlapSeconds) ? Number(overlapSeconds) : overlapSeconds;
      const rotated = z.object({ apiSecret: z.string() });
      const path = `/manage/services/${id}/secret`;
      const { apiSecret: secret } = await manage.send('POST', path, rotated, { overlapSeconds: seconds });
      const until =
        seconds === 0
          ? 'The one before has stopped working.'
          : 'The one before still works for the time that you chose.';
      return {
        view: 'secret',
        page: {
          title: `The new API secret of ${name}`,
          back: { text: name, href: servicePath(id) },
          secret,
          until,
        },
      };
    },
  });
}
