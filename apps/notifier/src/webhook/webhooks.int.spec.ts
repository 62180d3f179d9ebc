import type { WebhookEvent } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { Webhook } from 'standardwebhooks';
import { HOOKS, operator, SECRET, updated, webhookSettings } from '../testing/webhook-setting.ts';

const begin = webhookSettings();

describe('a webhook', () => {
  test('is registered, shown, changed and removed', async () => {
    const { notifier, receiver, service, put, client, path, shown } = await begin();
    expect((await notifier.call(client(), 'GET', path())).status).toBe(404);
    const made = await put({ events: ['user.updated'], status: 'enabled' });
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ serviceId: service, url: `${receiver.url}/hooks`, events: ['user.updated'], status: 'enabled' },
        ...{ disabledReason: null, disabledAt: null, failingSince: null },
      },
    });
    expect(await shown()).toEqual(made.body);
    expect(await put({ events: ['user.updated'] })).toMatchObject({ status: 200, body: made.body });
    const changed = await put({ status: 'disabled' });
    expect(changed.body).toMatchObject({ status: 'disabled', disabledReason: 'request', events: ['*'] });
    expect((await notifier.call(client(), 'DELETE', path())).status).toBe(204);
    expect((await notifier.call(client(), 'DELETE', path())).status).toBe(404);
    expect((await put()).status).toBe(201);
  });

  test('is the operator’s to change as well, and another client’s never', async () => {
    const { notifier, receiver, service, put, path, shown } = await begin();
    const manage = `/manage/services/${service}/webhook`;
    const body = { url: `${receiver.url}/hooks`, events: ['*'] };
    expect((await notifier.call(operator, 'PUT', manage, body)).status).toBe(201);
    expect((await notifier.call(operator, 'PUT', manage, { ...body, more: 1 })).status).toBe(400);
    expect((await put({ more: 1 })).status).toBe(200);
    const other = { kind: 'client' as const, serviceId: newId(), clientId: 'other' };
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect((await notifier.call(other, method, path(), method === 'PUT' ? body : undefined)).status).toBe(
        403,
      );
      expect((await notifier.call(other, method, manage, method === 'PUT' ? body : undefined)).status).toBe(
        403,
      );
    }
    expect((await notifier.call(operator, 'GET', `/services/${newId()}/webhook`)).status).toBe(404);
    expect(await shown()).toMatchObject({ status: 'enabled' });
  });

  test.each([
    ['no url', { url: undefined }],
    ['no address', { url: 'not a url' }],
    ['another scheme', { url: 'ftp://example.org/' }],
    ['a user', { url: 'https://me@example.org/' }],
    ['a user without a name', { url: 'https://@example.org/' }],
    ['a fragment', { url: 'https://example.org/#part' }],
    ['a long url', { url: `https://example.org/${'x'.repeat(2_040)}` }],
    ['no events', { events: [] }],
    ['an unknown event', { events: ['user.exploded'] }],
    ['an event twice', { events: ['user.updated', 'user.updated'] }],
    ['all and one', { events: ['*', 'user.updated'] }],
    ['an unknown status', { status: 'paused' }],
  ])('with %s is refused', async (_name, details) => {
    const { notifier, put, client, path } = await begin();
    expect(await put(details)).toMatchObject({ status: 400, body: { errors: [expect.any(String)] } });
    expect((await notifier.call(client(), 'GET', path())).status).toBe(404);
  });

  test('gets what it wants, signed, and nothing else', async () => {
    const { receiver, put, tell, types, deliveries } = await begin();
    await put({ events: ['user.updated'] });
    const [user, other] = [newId(), newId()];
    const removed: WebhookEvent = {
      ...{ type: 'user.removed', timestamp: new Date().toISOString() },
      data: { userId: other, version: 9 },
    };
    const event = updated(user, 'email');
    await tell(removed, event);
    const [request] = await receiver.waitFor(HOOKS);
    const headers = request?.headers as Record<string, string>;
    expect(request?.body).toBe(JSON.stringify(event));
    expect(new Webhook(`whsec_${SECRET}`).verify(request?.body ?? '', headers)).toEqual(event);
    expect(headers).not.toHaveProperty('authorization');
    expect(headers['x-correlation-id']).toBe('correlation-1');
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({ id: headers['webhook-id'], url: `${receiver.url}/hooks` });
    expect(types()).toEqual(['user.updated']);
  });

  test('is tested, also where it is disabled, without an effect on it', async () => {
    const { notifier, receiver, service, put, client, path, bodies, deliveries, shown } = await begin();
    expect((await notifier.call(client(), 'POST', `${path()}/test`, {})).status).toBe(404);
    await put({ status: 'disabled', events: ['user.removed'] });
    receiver.answer(HOOKS, 410);
    const test = await notifier.call(client(), 'POST', `${path()}/test`);
    expect(test).toMatchObject({ status: 202, body: { deliveryId: expect.any(String) } });
    await receiver.waitFor(HOOKS);
    await notifier.call(client(), 'POST', `${path()}/test`, { type: 'grant.changed' });
    await receiver.waitFor(HOOKS, 2);
    expect(bodies()).toMatchObject([
      { type: 'webhook.test', data: { serviceId: service, test: true } },
      { type: 'grant.changed', data: { test: true, changed: [], version: 0 } },
    ]);
    await eventually(async () =>
      expect((await deliveries()).map(({ status }) => status)).toEqual(['failed', 'failed']),
    );
    expect(await shown()).toMatchObject({ disabledReason: 'request', failingSince: null });
    expect((await notifier.call(client(), 'POST', `${path()}/test`, { type: 'no.such' })).status).toBe(400);
  });
});
