import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from './index.ts';

const ID = '4B5F04C7-BBDF-4D59-BD79-889DA7BFEC7F';
const SECRET = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA==';
const OWN = '/services/meals';

interface Answer {
  status: number;
  body?: unknown;
}

const calls: [method: string, url: string, body?: unknown][] = [];
/** By method and path, one after the other; the last stays. */
const answers = new Map<string, Answer[]>();
const server = createServer(async (request, response) => {
  const text = Buffer.concat(await Array.fromAsync(request)).toString();
  const { method = '', url: target = '' } = request;
  calls.push(text === '' ? [method, target] : [method, target, JSON.parse(text)]);
  const given = answers.get(`${method} ${new URL(target, 'http://localhost').pathname}`) ?? [];
  const { status, body } = (given.length > 1 ? given.shift() : given[0]) ?? { status: 404, body: {} };
  response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
});
let url: string;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  calls.length = 0;
  answers.clear();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const meals = () => createClient({ url, clientId: 'meals', apiSecret: SECRET, retries: { baseMs: 5 } });
const answer = (call: string, ...given: Answer[]) => answers.set(call, given);
const busy: Answer = { status: 503, body: {} };

describe('deliveries', () => {
  test('all of a filter, page by page', async () => {
    const pages = [1, 2].map((n) => ({
      status: 200,
      body: { deliveries: [{ id: `D${n}` }], numberOfPages: 2 },
    }));
    answer(`GET ${OWN}/deliveries`, ...pages);
    const since = new Date('2026-11-30T10:00:00Z');
    const found = await Array.fromAsync(meals().deliveries({ status: 'failed', kind: 'webhook', since }));
    expect(found.map(({ id }) => id)).toEqual(['D1', 'D2']);
    const query = 'status=failed&kind=webhook&since=2026-11-30T10%3A00%3A00.000Z';
    expect(calls).toEqual([
      ['GET', `${OWN}/deliveries?${query}&page=1&pageSize=200`],
      ['GET', `${OWN}/deliveries?${query}&page=2&pageSize=200`],
    ]);
  });

  test('one, also of a child, and none', async () => {
    answer('GET /services/kitchen/deliveries/D1', { status: 200, body: { id: 'D1' } });
    expect(await meals().delivery('D1', 'kitchen')).toEqual({ id: 'D1' });
    expect(await meals().delivery(ID)).toBeUndefined();
  });

  test('again: one, also where the platform was busy, or why not', async () => {
    const target = `POST ${OWN}/deliveries/D1/redeliver`;
    answer(target, busy, { status: 202, body: { id: 'D1', status: 'pending' } });
    expect(await meals().redeliver('D1')).toMatchObject({ status: 'pending' });
    answer(target, { status: 409, body: { code: 'conflict', detail: 'superseded' } });
    await expect(meals().redeliver('D1')).rejects.toMatchObject({ name: 'GatehouseProblem', status: 409 });
  });

  test('again: all of a time', async () => {
    const redelivered = { redelivered: 10_000, more: true };
    answer(`POST ${OWN}/deliveries/redeliver`, { status: 202, body: redelivered });
    const since = '2026-11-30T10:00:00Z';
    expect(await meals().redeliverAll({ status: 'failed', since, until: new Date(0) })).toEqual(redelivered);
    expect(calls[0]?.[2]).toEqual({ status: 'failed', since, until: '1970-01-01T00:00:00.000Z' });
  });
});

describe('invitations', () => {
  test('of an address, and one', async () => {
    answer(`GET ${OWN}/invitations`, { status: 200, body: { invitations: [{ id: ID }], numberOfPages: 1 } });
    answer(`GET ${OWN}/invitations/${ID}`, { status: 200, body: { id: ID } });
    expect(await Array.fromAsync(meals().invitations({ email: 'a@b.example', status: 'open' }))).toEqual([
      { id: ID },
    ]);
    expect(calls[0]?.[1]).toContain('email=a%40b.example&status=open');
    expect(await meals().invitation(ID)).toEqual({ id: ID });
  });

  test('resent once, whatever comes of it', async () => {
    answer(`POST ${OWN}/invitations/${ID}/resend`, busy);
    await expect(meals().resendInvitation(ID)).rejects.toMatchObject({ status: 503 });
    expect(calls).toHaveLength(1);
    answer(`POST ${OWN}/invitations/${ID}/resend`, { status: 202 });
    await meals().resendInvitation(ID);
  });

  test('revoked, and what is none', async () => {
    answer(`DELETE ${OWN}/invitations/${ID}`, { status: 204 });
    expect(await meals().revokeInvitation(ID)).toBe(true);
    expect(await meals().revokeInvitation('other')).toBe(false);
  });
});

describe('the webhook', () => {
  const registration = { url: 'https://meals.example.org/hooks', events: ['user.updated'] } as const;

  test('put, read and removed', async () => {
    answer(`PUT ${OWN}/webhook`, busy, { status: 201, body: registration });
    expect(await meals().putWebhook(registration)).toEqual(registration);
    expect(calls.at(-1)).toEqual(['PUT', `${OWN}/webhook`, registration]);
    expect(await meals().webhook()).toBeUndefined();
    answer('GET /services/kitchen/webhook', { status: 200, body: registration });
    expect(await meals().webhook('kitchen')).toEqual(registration);
    answer(`DELETE ${OWN}/webhook`, { status: 204 });
    expect(await meals().removeWebhook()).toBe(true);
  });

  test('tested once, of a type or none', async () => {
    const target = `POST ${OWN}/webhook/test`;
    answer(target, { status: 202, body: { deliveryId: 'D1' } });
    expect(await meals().testWebhook('user.removed')).toEqual({ deliveryId: 'D1' });
    await meals().testWebhook();
    expect(calls.map(([, , body]) => body)).toEqual([{ type: 'user.removed' }, {}]);
    answer(target, busy);
    await expect(meals().testWebhook()).rejects.toMatchObject({ status: 503 });
    expect(calls).toHaveLength(3);
  });
});
