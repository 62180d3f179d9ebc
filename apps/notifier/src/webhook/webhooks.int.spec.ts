import { randomBytes } from 'node:crypto';
import type { WebhookEvent } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import { Webhook } from 'standardwebhooks';
import { noticeEvent, type RunningNotifier, runNotifier, serviceEvent } from '../testing/running-notifier.ts';

const SECRET = randomBytes(32).toString('base64');
const operator = { kind: 'operator' as const };
let notifier: RunningNotifier;
let receiver: CallbackReceiver;
let service: string;
let closers: (() => Promise<unknown>)[] = [];

async function begin(config: Parameters<typeof runNotifier>[0] = {}) {
  receiver = await callbackReceiver();
  notifier = await runNotifier({ DELIVERY_SCHEDULE: [0, 60, 60], ...config });
  closers = [() => notifier.close(), () => receiver.close()];
  service = newId();
  await publishService();
}
afterEach(async () => {
  for (const close of closers) await close();
});

const publishService = (status: 0 | 1 = 1) =>
  notifier.publish(serviceEvent(notifier, { id: service, clientId: 'meals', secrets: [SECRET], status }));

const client = () => ({ kind: 'client' as const, serviceId: service, clientId: 'meals' });
const path = () => `/services/${service}/webhook`;

function put(details: object = {}) {
  const body = { url: `${receiver.url}/hooks`, events: ['*'], ...details };
  return notifier.call(client(), 'PUT', path(), body);
}

let version = 1;
function updated(userId: string, ...changed: ('email' | 'given_name' | 'family_name')[]): WebhookEvent {
  return {
    type: 'user.updated',
    timestamp: new Date().toISOString(),
    data: { userId, changed, version: ++version },
  };
}
const tell = (...events: WebhookEvent[]) =>
  notifier.publish(...events.map((event) => noticeEvent([service], event)));

const bodies = (at = '/hooks') => receiver.at(at).map(({ body }) => JSON.parse(body) as WebhookEvent);
const types = (at?: string) => bodies(at).map(({ type }) => type);

async function deliveries(): Promise<Record<string, unknown>[]> {
  const { body } = await notifier.call(
    operator,
    'GET',
    `/manage/deliveries?serviceId=${service}&pageSize=100`,
  );
  return (body.deliveries as Record<string, unknown>[]).filter(({ kind }) => kind === 'webhook');
}

function pendingIs(count: number) {
  return eventually(async () => {
    const pending = (await deliveries()).filter(({ status }) => status === 'pending');
    expect(pending).toHaveLength(count);
    return pending;
  });
}

const shown = async () => (await notifier.call(client(), 'GET', path())).body;

describe('a webhook', () => {
  beforeEach(() => begin());

  test('is registered, shown, changed and removed', async () => {
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
    ['a fragment', { url: 'https://example.org/#part' }],
    ['a long url', { url: `https://example.org/${'x'.repeat(2_040)}` }],
    ['no events', { events: [] }],
    ['an unknown event', { events: ['user.exploded'] }],
    ['an event twice', { events: ['user.updated', 'user.updated'] }],
    ['all and one', { events: ['*', 'user.updated'] }],
    ['an unknown status', { status: 'paused' }],
  ])('with %s is refused', async (_name, details) => {
    expect(await put(details)).toMatchObject({ status: 400, body: { errors: [expect.any(String)] } });
    expect((await notifier.call(client(), 'GET', path())).status).toBe(404);
  });

  test('gets what it wants, signed, and nothing else', async () => {
    await put({ events: ['user.updated'] });
    const [user, other] = [newId(), newId()];
    const removed: WebhookEvent = {
      ...{ type: 'user.removed', timestamp: new Date().toISOString() },
      data: { userId: other, version: 9 },
    };
    const event = updated(user, 'email');
    await tell(removed, event);
    const [request] = await receiver.waitFor('/hooks');
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
    expect((await notifier.call(client(), 'POST', `${path()}/test`, {})).status).toBe(404);
    await put({ status: 'disabled', events: ['user.removed'] });
    receiver.answer('/hooks', 410);
    const test = await notifier.call(client(), 'POST', `${path()}/test`);
    expect(test).toMatchObject({ status: 202, body: { deliveryId: expect.any(String) } });
    await receiver.waitFor('/hooks');
    await notifier.call(client(), 'POST', `${path()}/test`, { type: 'grant.changed' });
    await receiver.waitFor('/hooks', 2);
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

describe('events', () => {
  beforeEach(() => begin());

  test('of one user wait for each other and merge; other users wait for nobody', async () => {
    await put();
    receiver.answer('/hooks', 500, 204);
    const [user, other] = [newId(), newId()];
    await tell(updated(user, 'email'));
    await receiver.waitFor('/hooks');
    await eventually(async () => expect((await shown()).failingSince).not.toBeNull());
    await tell(updated(user, 'given_name'), updated(user, 'family_name'));
    await eventually(async () => {
      expect((await deliveries()).filter(({ status }) => status === 'superseded')).toHaveLength(1);
    });
    const waiting = await pendingIs(2);
    const [last] = waiting;
    const refused = await notifier.call(operator, 'POST', `/manage/deliveries/${last?.id}/redeliver`);
    expect(refused).toMatchObject({ status: 409, body: { waitsFor: waiting[1]?.id } });
    expect(receiver.at('/hooks')).toHaveLength(1);

    await tell(updated(other, 'email'));
    await receiver.waitFor('/hooks', 4);
    await pendingIs(0);
    expect(await shown()).toMatchObject({ failingSince: null });
    const ofUser = bodies().filter(({ data }) => 'userId' in data && data.userId === user);
    expect(ofUser.map(({ data }) => 'changed' in data && data.changed)).toEqual([
      ['email'],
      ['email'],
      ['family_name', 'given_name'],
    ]);
    expect((await deliveries()).map(({ status }) => status).sort()).toEqual([
      ...['delivered', 'delivered', 'delivered', 'superseded'],
    ]);
  });

  test('go to the address that the webhook has at the attempt', async () => {
    await put();
    receiver.answer('/hooks', 500);
    await tell(updated(newId(), 'email'));
    await receiver.waitFor('/hooks');
    const [waiting] = await pendingIs(1);
    await put({ url: `${receiver.url}/mended` });
    expect(
      (await notifier.call(operator, 'POST', `/manage/deliveries/${waiting?.id}/redeliver`)).status,
    ).toBe(202);
    await receiver.waitFor('/mended');
    await pendingIs(0);
    expect(await deliveries()).toMatchObject([{ url: `${receiver.url}/mended`, status: 'delivered' }]);
  });

  test('that come again are one delivery', async () => {
    await put();
    const event = noticeEvent([service], updated(newId(), 'email'));
    await notifier.publish(event, event);
    await tell(updated(newId(), 'email'));
    await receiver.waitFor('/hooks', 2);
    await pendingIs(0);
    expect(await deliveries()).toHaveLength(2);
  });
});

describe('a webhook is disabled', () => {
  test('by an answer 410: what is pending ends, the operator is told once, and it is enabled again', async () => {
    await begin({ OPERATOR_EMAIL: 'operator@example.org' });
    await put();
    receiver.answer('/hooks', 500, 410);
    await tell(updated(newId(), 'email'));
    await receiver.waitFor('/hooks');
    await eventually(async () => expect((await shown()).failingSince).not.toBeNull());
    await tell(updated(newId(), 'email'));
    await receiver.waitFor('/hooks', 2);
    await eventually(async () => expect(await shown()).toMatchObject({ disabledReason: 'gone' }));
    await pendingIs(0);
    const ended = await deliveries();
    expect(JSON.stringify(ended.map(({ attempts }) => attempts))).toContain('webhook disabled');
    const mail = await eventually(async () => {
      const { body } = await notifier.request('/mailbox/messages');
      expect(body).toHaveLength(1);
      return body as { to: string; text: string }[];
    });
    expect(mail[0]).toMatchObject({ to: 'operator@example.org' });
    expect(mail[0]?.text).toContain('School Meals');
    const { disabledAt } = await shown();
    expect(
      (await notifier.call(operator, 'POST', `/manage/deliveries/${ended[0]?.id}/redeliver`)).status,
    ).toBe(409);

    receiver.answer('/hooks', 204);
    await tell(updated(newId(), 'email'));
    expect((await put()).body).toMatchObject({ status: 'enabled', disabledReason: null, failingSince: null });
    await tell(updated(newId(), 'given_name'));
    await receiver.waitFor('/hooks', 4);
    expect(bodies().slice(2)).toMatchObject([
      { type: 'webhook.enabled', data: { serviceId: service, missedSince: disabledAt } },
      { type: 'user.updated', data: { changed: ['given_name'] } },
    ]);
  });

  test('once it has failed for too long', async () => {
    await begin({ DELIVERY_SCHEDULE: [0, 0.05], WEBHOOK_DISABLE_DAYS: 1e-9 });
    await put();
    receiver.answer('/hooks', 500);
    await tell(updated(newId(), 'email'));
    await eventually(async () =>
      expect(await shown()).toMatchObject({ status: 'disabled', disabledReason: 'failing' }),
    );
  });

  test('and is not while it has not failed for long', async () => {
    await begin({ DELIVERY_SCHEDULE: [0, 0.05] });
    await put();
    receiver.answer('/hooks', 500);
    await tell(updated(newId(), 'email'));
    await eventually(async () => expect(await deliveries()).toMatchObject([{ status: 'failed' }]));
    expect(await shown()).toMatchObject({ status: 'enabled', failingSince: expect.any(String) });
  });
});

test('webhook.enabled goes first, whatever else comes meanwhile', async () => {
  await begin();
  await put({ status: 'disabled' });
  receiver.answer('/hooks', 500, 204);
  await put();
  await receiver.waitFor('/hooks');
  await tell(updated(newId(), 'email'), updated(newId(), 'email'));
  const pending = await pendingIs(3);
  const gate = pending.find(({ event }) => event === 'webhook.enabled') ?? pending.at(-1);
  expect((await notifier.call(operator, 'POST', `/manage/deliveries/${gate?.id}/redeliver`)).status).toBe(
    202,
  );
  await receiver.waitFor('/hooks', 4);
  expect(types()).toEqual(['webhook.enabled', 'webhook.enabled', 'user.updated', 'user.updated']);
});

test('a disabled service is told nothing, and enabled again it is as a webhook enabled again', async () => {
  await begin();
  await put();
  await publishService(0);
  await eventually(async () => {
    await tell(updated(newId(), 'email'));
    const before = receiver.at('/hooks').length;
    await tell(updated(newId(), 'email'));
    await eventually(async () => expect(await deliveries()).toBeDefined());
    expect(receiver.at('/hooks')).toHaveLength(before);
  });
  const silent = receiver.at('/hooks').length;
  await publishService(1);
  await receiver.waitFor('/hooks', silent + 1);
  expect(types()[silent]).toBe('webhook.enabled');
});

test('what waits is sent after a restart', async () => {
  await begin();
  await put();
  receiver.answer('/hooks', 500, 204);
  const user = newId();
  await tell(updated(user, 'email'));
  await receiver.waitFor('/hooks');
  await tell(updated(user, 'given_name'));
  await pendingIs(2);
  await notifier.restart({ DELIVERY_SCHEDULE: [0, 0.05, 0.05] });
  const pending = await pendingIs(2);
  expect(
    (await notifier.call(operator, 'POST', `/manage/deliveries/${pending[1]?.id}/redeliver`)).status,
  ).toBe(202);
  await receiver.waitFor('/hooks', 3);
  await pendingIs(0);
});
