import { createPublicKey } from 'node:crypto';
import type { Publisher } from '@gatehouse/event-log';
import { newId } from '@gatehouse/runtime';
import { type MadeSigningKey, makeSigningKey, publishSigningKeys } from '@gatehouse/signing-keys/testing';
import { type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import jwt from 'jsonwebtoken';
import { deliveries } from '../delivery/deliveries.store.ts';
import { serviceEvent } from '../testing/notifier-events.ts';
import { type RunningNotifier, runNotifier } from '../testing/running-notifier.ts';
import { endedSessionEvent } from '../testing/session-events.ts';

const [SERVICE, OTHER] = [newId(), newId()];
const ISSUER = 'https://id.example.org:443';
const DAY_MS = 86_400_000;
let notifier: RunningNotifier;
let receiver: CallbackReceiver;
let publisher: Publisher;
let [first, second]: MadeSigningKey[] = [];
let version = 0;

interface Shown {
  kind: string;
  status: string;
  url: string;
  attempts: { status?: number; error?: string }[];
}

beforeAll(async () => {
  receiver = await callbackReceiver();
  notifier = await runNotifier({ ISSUER });
  publisher = await notifier.eventLog.publisher('signin');
  first = makeSigningKey(notifier.sealer, 'first');
  second = makeSigningKey(notifier.sealer, 'second');
  await publishSigningKeys(publisher, ++version, [first.key]);
  await notifier.publish(serviceEvent(notifier, { id: SERVICE, clientId: 'meals', secrets: ['a secret'] }));
  await notifier.publish(serviceEvent(notifier, { id: OTHER, clientId: 'other', secrets: ['a secret'] }));
});
afterAll(async () => {
  await publisher.close();
  await notifier.close();
  await receiver.close();
});

async function end(path: string, more: { at?: string } = {}) {
  const ended = endedSessionEvent(SERVICE, `${receiver.url}${path}`, more);
  await notifier.publish(ended.event);
  return ended.message;
}

function delivery(id: string, status: string): Promise<Shown> {
  return eventually(
    async () => {
      const shown = (await notifier.request(`/manage/deliveries/${id}`)).body as Shown;
      if (shown.status !== status) throw new Error(`it is ${JSON.stringify(shown)}`);
      return shown;
    },
    { timeoutMs: 20_000 },
  );
}

function tokenIn(body: string): { header: Record<string, unknown>; claims: jwt.JwtPayload; token: string } {
  const form = new URLSearchParams(body);
  expect([...form.keys()]).toEqual(['logout_token']);
  const token = form.get('logout_token') ?? '';
  const { header, payload } = jwt.decode(token, { complete: true }) ?? {};
  return { header: { ...header }, claims: payload as jwt.JwtPayload, token };
}

test('a session that is over: one form with a logout token that the platform’s key signed', async () => {
  const { id, userId, sid } = await end('/out');
  const [request] = await receiver.waitFor('/out');
  expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(request?.headers['x-correlation-id']).toBe('correlation-1');
  expect(request?.headers).not.toHaveProperty('authorization');
  const { header, claims, token } = tokenIn(request?.body ?? '');
  expect(header).toEqual({ alg: 'RS256', typ: 'logout+jwt', kid: 'first' });
  jwt.verify(token, createPublicKey(first?.privateKey ?? ''), { algorithms: ['RS256'] });
  const { iat = 0, exp = 0, jti, ...rest } = claims;
  expect(rest).toEqual({
    iss: ISSUER,
    aud: 'meals',
    sub: userId,
    sid,
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  });
  expect([exp - iat, Math.abs(iat - Date.now() / 1_000) < 60, jti?.length]).toEqual([120, true, 36]);
  expect(await delivery(id, 'delivered')).toMatchObject({
    kind: 'logout',
    url: `${receiver.url}/out`,
    attempts: [{ status: 204 }],
  });
});

test('each attempt has a token of its own, by the key that signs then', async () => {
  receiver.answer('/again', 500, 204);
  const { id } = await end('/again');
  await receiver.waitFor('/again');
  if (first && second) {
    await publishSigningKeys(publisher, ++version, [{ ...first.key, state: 'former' }, second.key]);
  }
  expect((await delivery(id, 'delivered')).attempts.map(({ status }) => status)).toEqual([500, 204]);
  const [one, two] = receiver.at('/again').map(({ body }) => tokenIn(body));
  expect([one?.header.kid, two?.header.kid]).toEqual(['first', 'second']);
  expect(one?.claims.jti).not.toBe(two?.claims.jti);
  expect(one?.claims.sid).toBe(two?.claims.sid);
});

test('410, a redirect and a forbidden address end or go on as for callbacks', async () => {
  receiver.answer('/gone', 410);
  expect((await delivery((await end('/gone')).id, 'failed')).attempts).toMatchObject([{ status: 410 }]);
  receiver.answer('/moved', (response) => response.writeHead(302, { location: receiver.url }).end());
  const { id } = await end('/moved');
  await eventually(async () => {
    const { attempts } = (await notifier.request(`/manage/deliveries/${id}`)).body as Shown;
    expect(attempts[0]).toMatchObject({ status: 302, error: 'redirect not followed' });
  });
  const strict = await runNotifier({ ALLOW_PRIVATE_CALLBACKS: false });
  try {
    const keys = await strict.eventLog.publisher('signin');
    await publishSigningKeys(keys, 1, [makeSigningKey(strict.sealer, 'only').key]);
    await strict.publish(serviceEvent(strict, { id: SERVICE, clientId: 'meals', secrets: ['a secret'] }));
    const { event, message } = endedSessionEvent(SERVICE, `${receiver.url}/forbidden`);
    await strict.publish(event);
    await eventually(async () => {
      const shown = (await strict.request(`/manage/deliveries/${message.id}`)).body as Shown;
      expect(shown).toMatchObject({ status: 'failed', attempts: [{ error: 'address not allowed' }] });
    });
    expect(receiver.at('/forbidden')).toEqual([]);
    await keys.close();
  } finally {
    await strict.close();
  }
});

test('redelivered, listed by its kind, and among the service’s own deliveries, and nobody else’s', async () => {
  receiver.answer('/redelivered', 410, 204);
  const { id } = await end('/redelivered');
  await delivery(id, 'failed');
  expect((await notifier.request(`/manage/deliveries/${id}/redeliver`, 'POST')).status).toBe(202);
  await delivery(id, 'delivered');
  const jtis = receiver.at('/redelivered').map(({ body }) => tokenIn(body).claims.jti);
  expect(new Set(jtis).size).toBe(2);
  const listed = (await notifier.request('/manage/deliveries?kind=logout&pageSize=100')).body;
  expect(JSON.stringify(listed)).toContain(id);
  const as = (serviceId: string) => ({ kind: 'client' as const, serviceId, clientId: 'x' });
  const own = await notifier.call(as(SERVICE), 'GET', `/services/${SERVICE}/deliveries?kind=logout`);
  expect(JSON.stringify(own.body)).toContain(id);
  expect(JSON.stringify(own.body)).not.toContain('logout_token');
  const others = await notifier.call(as(OTHER), 'GET', `/services/${OTHER}/deliveries`);
  expect(JSON.stringify(others.body)).not.toContain(id);
});

test('a listener gets it with a token of this moment', async () => {
  const caller = { kind: 'client' as const, serviceId: SERVICE, clientId: 'meals' };
  const begun = await notifier.call(caller, 'GET', `/services/${SERVICE}/listen`);
  const { id, userId } = await end('/heard');
  const after = encodeURIComponent(String(begun.body.next));
  const { body } = await notifier.call(caller, 'GET', `/services/${SERVICE}/listen?after=${after}&wait=10`);
  const [message] = body.messages as { id: string; kind: string; event: null; url: string; body: string }[];
  expect(message).toMatchObject({ id, kind: 'logout', event: null, url: `${receiver.url}/heard` });
  expect(tokenIn(message?.body ?? '').claims.sub).toBe(userId);
});

test('an end that is a day old is not told any more', async () => {
  const { id } = await end('/old', { at: new Date(Date.now() - DAY_MS - 1_000).toISOString() });
  await delivery((await end('/new')).id, 'delivered');
  expect((await notifier.request(`/manage/deliveries/${id}`)).status).toBe(404);
  expect(receiver.at('/old')).toEqual([]);
});

test('until there is a key it is tried again', async () => {
  const without = await runNotifier();
  try {
    await without.publish(serviceEvent(without, { id: SERVICE, clientId: 'meals', secrets: ['a secret'] }));
    const { event, message } = endedSessionEvent(SERVICE, `${receiver.url}/later`);
    await without.publish(event);
    await eventually(async () => {
      const { attempts } = (await without.request(`/manage/deliveries/${message.id}`)).body as Shown;
      expect(attempts[0]).toMatchObject({ error: 'no key to sign with' });
    });
    const keys = await without.eventLog.publisher('signin');
    await publishSigningKeys(keys, 1, [makeSigningKey(without.sealer, 'late').key]);
    await receiver.waitFor('/later');
    await keys.close();
  } finally {
    await without.close();
  }
});

test('what is kept of it has no token', async () => {
  const { id } = await end('/kept');
  await delivery(id, 'delivered');
  const document = await notifier.store.collection(deliveries).get(id);
  expect(JSON.stringify(document)).not.toMatch(/eyJ|logout_token/);
});
