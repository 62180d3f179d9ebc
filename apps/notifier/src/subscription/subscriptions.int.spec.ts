import { newId } from '@gatehouse/runtime';
import { type EmailAlertServer, emailAlertServer, eventually } from '@gatehouse/testing';
import { type RunningNotifier, runNotifier } from '../testing/running-notifier.ts';
import { subscriptionMessage, subscriptionsEvent } from '../testing/subscription-events.ts';

let alerts: EmailAlertServer;
let notifier: RunningNotifier;

interface Shown {
  status: string;
  url?: string | null;
  attempts: { status?: number; error?: string }[];
}

beforeAll(async () => {
  alerts = await emailAlertServer();
  notifier = await runNotifier({ SUBSCRIPTIONS_URL: alerts.url, SUBSCRIPTIONS_TOKEN: alerts.token });
});
afterEach(() => {
  alerts.always(undefined);
  alerts.requests.length = 0;
});
afterAll(async () => {
  await notifier.close();
  await alerts.close();
});

function delivery(id: string, check: (shown: Shown) => void, at = notifier): Promise<Shown> {
  return eventually(
    async () => {
      const { status, body } = await at.request(`/manage/deliveries/${id}`);
      if (status !== 200) throw new Error(`it is ${status}`);
      check(body as Shown);
      return body as Shown;
    },
    { timeoutMs: 20_000 },
  );
}

const ended = (id: string, status: string) => delivery(id, (shown) => expect(shown.status).toBe(status));

async function tell(userId: string, address?: string, entity = newId()) {
  const message = subscriptionMessage(userId, address);
  await notifier.publish(subscriptionsEvent(entity, [message]));
  return message;
}

test('another address: the subscriber of the account is asked for, and changed, with the token', async () => {
  const userId = newId();
  const other = alerts.add('new@example.org', null, { url: '/b', slug: 'b' });
  const subscriber = alerts.add('old@example.org', userId, { url: '/a', slug: 'a' });
  const { id } = await tell(userId, 'new@example.org');
  const shown = await ended(id, 'delivered');
  expect(shown).toMatchObject({
    kind: 'subscription',
    url: `${alerts.url}/subscribers/${subscriber.id}`,
    attempts: [{ status: 200 }],
  });
  expect(alerts.requests).toMatchObject([
    { method: 'GET', path: `/subscribers/govuk-account/${userId}`, body: undefined },
    {
      method: 'PATCH',
      path: `/subscribers/${subscriber.id}`,
      body: { new_address: 'new@example.org', on_conflict: 'merge' },
      contentType: 'application/json',
    },
  ]);
  expect(new Set(alerts.requests.map(({ authorization }) => authorization))).toEqual(
    new Set([`Bearer ${alerts.token}`]),
  );
  expect(alerts.subscribers).not.toContain(other);
  expect(alerts.of(userId)?.lists.map(({ slug }) => slug)).toEqual(['a', 'b']);
  expect(JSON.stringify(shown)).not.toContain('example.org');
});

test('an end: all subscriptions of the account end', async () => {
  const userId = newId();
  const { id: subscriberId } = alerts.add('gone@example.org', userId, { url: '/a', slug: 'a' });
  await ended((await tell(userId)).id, 'delivered');
  expect(alerts.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET /subscribers/govuk-account/${userId}`,
    `DELETE /subscribers/${subscriberId}`,
  ]);
  expect(alerts.of(userId)?.lists).toEqual([]);
});

test('nobody with this account, and one who left in between: it is done', async () => {
  const { id } = await tell(newId(), 'nobody@example.org');
  expect(await ended(id, 'delivered')).toMatchObject({ attempts: [{ status: 404 }] });
  const userId = newId();
  alerts.add('leaves@example.org', userId);
  const found = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"subscriber":{"id":1}}',
  };
  alerts.answer(found, 404);
  const left = await tell(userId, 'new-leaves@example.org');
  expect(await ended(left.id, 'delivered')).toMatchObject({ attempts: [{ status: 404 }] });
});

test.each([
  ['a refusal of the token', 401, { status: 401 }],
  ['a failure', 500, { status: 500 }],
  ['a lookup without a body', 204, { error: 'answer not as agreed' }],
  [
    'a lookup without a subscriber',
    { status: 200, body: '{"subscriber":{}}' },
    { error: 'answer not as agreed' },
  ],
  ['a redirect', { status: 302, headers: { location: '/' } }, { error: 'redirect not followed' }],
  ['a connection that breaks', 'cut' as const, { error: 'connection reset' }],
])('%s is tried again, by the schedule', async (_case, instead, attempt) => {
  const userId = newId();
  alerts.add(`${userId}@example.org`, userId);
  alerts.answer(instead);
  const { id } = await tell(userId, `new-${userId}@example.org`);
  expect((await ended(id, 'delivered')).attempts).toMatchObject([attempt, { status: 200 }]);
});

test('a later change supersedes one that waits, and a pending one is not sent after it', async () => {
  const [userId, entity] = [newId(), newId()];
  alerts.add('first@example.org', userId, { url: '/a', slug: 'a' });
  alerts.always(503);
  const first = await tell(userId, 'second@example.org', entity);
  await delivery(first.id, ({ attempts }) => expect(attempts.length).toBeGreaterThan(0));
  const second = await tell(userId, undefined, entity);
  await ended(first.id, 'superseded');
  alerts.always(undefined);
  alerts.requests.length = 0;
  await notifier.post(`/manage/deliveries/${second.id}/redeliver`, {});
  await ended(second.id, 'delivered');
  expect(alerts.requests.map(({ method }) => method)).not.toContain('PATCH');
  expect(alerts.of(userId)).toMatchObject({ address: 'first@example.org', lists: [] });
});

test('an event that is read twice makes one delivery', async () => {
  const [userId, entity] = [newId(), newId()];
  alerts.add('twice@example.org', userId);
  const message = subscriptionMessage(userId, 'once@example.org');
  const event = subscriptionsEvent(entity, [message]);
  await notifier.publish(event, event, subscriptionsEvent(entity, [message]));
  await ended(message.id, 'delivered');
  const marker = await tell(newId());
  await ended(marker.id, 'delivered');
  expect(alerts.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
});

test('a platform without SUBSCRIPTIONS_URL fails it, and says why', async () => {
  const without = await runNotifier();
  try {
    const message = subscriptionMessage(newId());
    await without.publish(subscriptionsEvent(newId(), [message]));
    await delivery(
      message.id,
      (shown) =>
        expect(shown).toMatchObject({
          status: 'failed',
          attempts: [{ error: 'SUBSCRIPTIONS_URL is not set' }],
        }),
      without,
    );
  } finally {
    await without.close();
  }
});
