import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';
import { createClient, GatehouseProblem, GatehouseUnreachable } from './index.ts';

const ID = '4B5F04C7-BBDF-4D59-BD79-889DA7BFEC7F';
const SECRET = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA==';

interface Received {
  call: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}
type Answer = (response: ServerResponse, count: number, url: URL) => void;

const received: Received[] = [];
const answers = new Map<string, Answer>();
const server = createServer(async (request, response) => {
  const text = Buffer.concat(await Array.fromAsync(request)).toString();
  const url = new URL(request.url ?? '/', 'http://localhost');
  const call = `${request.method} ${request.url}`;
  received.push({ call, headers: request.headers, body: text === '' ? undefined : JSON.parse(text) });
  const answer = answers.get(`${request.method} ${url.pathname}`) ?? json(404, { title: 'Not Found' });
  answer(response, received.length, url);
});
let url: string;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  received.length = 0;
  answers.clear();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

const client = (more: Partial<Parameters<typeof createClient>[0]> = {}) =>
  createClient({ url: `${url}/`, clientId: 'meals', apiSecret: SECRET, retries: { baseMs: 5 }, ...more });
const calls = () => received.map(({ call }) => call);
const person = { sourceId: 7, given_name: 'Ann', family_name: 'Lee', email: 'ann@school.example' };

test('a token for the platform, short-lived, and the same for a while', async () => {
  answers.set('GET /services/meals/roles', json(200, []));
  const meals = client();
  await meals.roles();
  await meals.roles();
  const [first, second] = received.map(({ headers }) => headers.authorization);
  expect(first).toBe(second);
  const claims = jwt.verify(first?.slice('Bearer '.length) ?? '', SECRET, { algorithms: ['HS256'] });
  expect(claims).toEqual({ iss: 'meals', aud: 'signin.education.gov.uk', exp: expect.any(Number) });
  const left = (claims as { exp: number }).exp - Date.now() / 1_000;
  expect(left > 60 && left <= 300).toBe(true);
});

describe('inviting', () => {
  test('has a key that stays the same when the platform is busy', async () => {
    const busy = json(503, { code: 'unavailable' }, { 'retry-after': '0' });
    const accepted = json(202, { invitationId: ID });
    answers.set('POST /services/meals/invitations', (response, count, at) =>
      (count < 3 ? busy : accepted)(response, count, at),
    );
    expect(await client().invite(person, { correlationId: 'c-1' })).toEqual({ invitationId: ID });
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(received[2]).toMatchObject({ body: person, headers: { 'x-correlation-id': 'c-1' } });
    await client().invite(person);
    expect(received[3]?.headers['idempotency-key']).not.toBe(received[0]?.headers['idempotency-key']);
  });

  test('for a child service, under a key of the caller', async () => {
    answers.set('POST /services/child/invitations', json(202, { invitationId: ID }));
    await client().invite(person, { service: 'child', idempotencyKey: 'mine' });
    expect(received[0]?.headers['idempotency-key']).toBe('mine');
  });
});

describe('failures', () => {
  test('a refusal is thrown at once, with all that it says', async () => {
    const problem = { detail: 'The request has faults', code: 'invalid-request', errors: ['Missing email'] };
    answers.set('POST /services/meals/invitations', json(400, { ...problem, correlationId: 'c-9' }));
    const thrown = await client()
      .invite(person)
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(GatehouseProblem);
    expect(thrown).toMatchObject({
      message: 'The request has faults',
      status: 400,
      code: 'invalid-request',
      errors: ['Missing email'],
      correlationId: 'c-9',
    });
    expect(received).toHaveLength(1);
  });

  test('a platform that stays busy is given up after the attempts; a wait that is too long at once', async () => {
    answers.set('GET /services/meals/roles', json(429, {}));
    await expect(client().roles()).rejects.toMatchObject({ status: 429 });
    expect(received).toHaveLength(4);
    answers.set('GET /services/meals/roles', json(429, {}, { 'retry-after': '60' }));
    await expect(client().roles()).rejects.toMatchObject({ status: 429, retryAfterSeconds: 60 });
    expect(received).toHaveLength(5);
  });

  test('no answer in time, a connection that breaks, what is no JSON', async () => {
    const impatient = client({ timeoutMs: 50, retries: { attempts: 2, baseMs: 1 } });
    answers.set('GET /services/meals/roles', () => {});
    await expect(impatient.roles()).rejects.toBeInstanceOf(GatehouseUnreachable);
    answers.set('GET /services/meals/roles', (response) => void response.destroy());
    await expect(impatient.roles()).rejects.toBeInstanceOf(GatehouseUnreachable);
    answers.set('GET /services/meals/roles', (response) => void response.end('<html>'));
    await expect(impatient.roles()).rejects.toBeInstanceOf(GatehouseUnreachable);
    expect(received).toHaveLength(6);
  });
});

describe('what no other try would change is thrown at once', () => {
  test('a url that leads elsewhere, with what it leads to', async () => {
    answers.set(
      'GET /services/meals/roles',
      (response) => void response.writeHead(301, { location: 'https://gatehouse.example/services' }).end(),
    );
    const thrown = await client()
      .roles()
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(GatehouseUnreachable);
    expect(String(thrown)).toBe(
      `GatehouseUnreachable: Gatehouse did not answer: ${url} redirects to https://gatehouse.example: is the url right?`,
    );
    expect(received).toHaveLength(1);
  });

  test('what cannot be sent at all: nothing is', async () => {
    const unsendable = client().invite(person, { idempotencyKey: 'a\nb' });
    await expect(unsendable).rejects.toMatchObject({ name: 'TypeError' });
    expect(received).toHaveLength(0);
  });

  test('nobody there: the reason is in the message', async () => {
    const nobody = client({ url: 'http://127.0.0.1:2', retries: { attempts: 1 } });
    await expect(nobody.roles()).rejects.toThrow(
      'Gatehouse did not answer: connect ECONNREFUSED 127.0.0.1:2',
    );
  });
});

describe('reading', () => {
  test('what is not there is undefined; segments stay segments', async () => {
    const meals = client();
    expect(await meals.userAccess({ userId: ID, organisationId: 'a/../b' })).toBeUndefined();
    expect(await meals.userOrganisations(ID)).toBeUndefined();
    expect(await meals.userOrganisationsV2(ID)).toBeUndefined();
    expect(await meals.organisationServices(ID)).toBeUndefined();
    expect(await meals.organisationUsers('10000001', { roles: ['A', 'B'] })).toBeUndefined();
    expect(await meals.removeAnnouncement(ID)).toBe(false);
    expect(calls()).toEqual([
      `GET /services/meals/organisations/a%2F..%2Fb/users/${ID}`,
      `GET /users/${ID}/organisations`,
      `GET /users/${ID}/v2/organisations`,
      `GET /users/${ID}/organisationservices`,
      'GET /organisations/10000001/users?roles=A%2CB',
      `DELETE /organisations/announcements/${ID}`,
    ]);
    await expect(meals.roles('nobody')).rejects.toMatchObject({ status: 404 });
  });

  test.each(['..', '.', ''])(
    'what no path can name is not there, and is not asked for: "%s"',
    async (none) => {
      const meals = client();
      expect(await meals.organisationUsers(none, { email: 'nobody@school.example' })).toBeUndefined();
      expect(await meals.userAccess({ userId: ID, organisationId: none })).toBeUndefined();
      expect(await meals.userOrganisations(none)).toBeUndefined();
      expect(await meals.userOrganisationsV2(none)).toBeUndefined();
      expect(await meals.organisationServices(none)).toBeUndefined();
      expect(await meals.removeAnnouncement(none)).toBe(false);
      await expect(meals.roles(none)).rejects.toMatchObject({ status: 404, code: 'not-found' });
      await expect(meals.invite(person, { service: none })).rejects.toBeInstanceOf(GatehouseProblem);
      expect(calls()).toEqual([]);
    },
  );

  test('users page by page, as they are asked for; a page may be empty', async () => {
    const pages: Record<string, unknown[]> = { 1: ['a', 'b'], 2: [], 3: ['c'] };
    answers.set('GET /users', (response, count, at) =>
      json(200, { users: pages[at.searchParams.get('page') ?? ''], numberOfPages: 3 })(response, count, at),
    );
    expect(await Array.fromAsync(client().users())).toEqual(['a', 'b', 'c']);
    expect(received).toHaveLength(3);
    for await (const first of client().users({ status: 1, from: new Date(0) })) {
      expect(first).toBe('a');
      break;
    }
    expect(calls().slice(3)).toEqual([
      'GET /users?status=1&from=1970-01-01T00%3A00%3A00.000Z&page=1&pageSize=200',
    ]);
  });

  test('no users, no second page', async () => {
    answers.set('GET /users/approvers', json(200, { users: [], numberOfPages: 0 }));
    expect(await Array.fromAsync(client().approvers())).toEqual([]);
    expect(received).toHaveLength(1);
  });

  test('changes from a cursor until there are no more, with the cursor to go on from', async () => {
    const steps: Record<string, unknown> = {
      a: { changes: [1], next: 'b', more: true },
      b: { changes: [], next: 'c', more: true },
      c: { changes: [], next: 'd', more: false },
    };
    answers.set('GET /users/changes', (response, count, at) =>
      json(200, steps[at.searchParams.get('since') ?? 'a'])(response, count, at),
    );
    expect(await Array.fromAsync(client().changes())).toEqual([steps.a, steps.c]);
    expect(calls()).toEqual([
      'GET /users/changes',
      'GET /users/changes?since=b',
      'GET /users/changes?since=c',
    ]);
  });
});

test('announcements', async () => {
  answers.set('POST /organisations/announcements', json(202, { messageId: ID }));
  answers.set(`DELETE /organisations/announcements/${ID}`, (response) => void response.writeHead(204).end());
  const said = { messageId: ID, urn: 100000, type: 1, title: 'T', summary: 'S', body: 'B' } as const;
  await client().publishAnnouncement({ ...said, publishedAt: new Date(0) });
  expect(received[0]?.body).toEqual({ ...said, publishedAt: '1970-01-01T00:00:00.000Z' });
  expect(await client().removeAnnouncement(ID)).toBe(true);
});
