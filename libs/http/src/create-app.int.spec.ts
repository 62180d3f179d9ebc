import { once } from 'node:events';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { conflict, notFound } from '@gatehouse/errors';
import { createHealth, createLogger, createMetrics } from '@gatehouse/runtime';
import { z } from 'zod';
import {
  type Caller,
  createApp,
  createCredentials,
  type Listening,
  listen,
  pageQuery,
  route,
} from './index.ts';

const credentials = createCredentials(['an internal key of some length']);
const SERVICE = 'A5A5A5A5-0000-4000-8000-000000000001';
const client: Caller = { kind: 'client', serviceId: SERVICE, clientId: 'Service-One' };
const lines: string[] = [];
const log = createLogger({
  name: 'things',
  destination: new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  }),
});
const handled: string[] = [];

const things = [
  route({
    method: 'get',
    path: '/things',
    access: 'client',
    summary: 'Lists things',
    query: z.object({ ...pageQuery, name: z.string().optional() }),
    responses: { 200: z.object({ page: z.number(), pageSize: z.number(), name: z.string().nullable() }) },
    handle: ({ query }) => ({ status: 200, body: { ...query, name: query.name ?? null } }),
  }),
  route({
    method: 'post',
    path: '/things',
    access: 'client',
    summary: 'Makes a thing',
    body: z.object({
      name: z.string({ error: 'Missing name' }),
      size: z.number({ error: 'Missing size' }),
    }),
    responses: { 201: z.object({ name: z.string(), actor: z.string() }) },
    handle: ({ body, actor }) => {
      handled.push(body.name);
      return { status: 201, body: { name: body.name, actor, secret: 'never to leave' } };
    },
  }),
  route({
    method: 'put',
    path: '/manage/things/:id',
    access: 'operator',
    summary: 'Puts a thing',
    uuidParams: ['id'],
    body: z.strictObject({ name: z.string().max(5), parts: z.array(z.object({ kind: z.enum(['a', 'b']) })) }),
    resolve: ({ params }) => {
      if (params.id.startsWith('FF')) throw notFound();
      return params.id;
    },
    responses: { 200: z.object({ id: z.string() }) },
    handle: (_request, id) => ({ status: 200, body: { id } }),
  }),
  route({
    method: 'delete',
    path: '/things/:id',
    access: 'own-service',
    summary: 'Removes a thing',
    uuidParams: ['id'],
    responses: { 204: 'Gone' },
    handle: () => ({ status: 204 }),
  }),
  route({
    method: 'get',
    path: '/things/broken',
    access: 'open',
    summary: 'Answers what its schema refuses',
    responses: { 200: z.object({ size: z.number() }) },
    handle: () => ({ status: 200, body: { size: 'anna@example.org' as unknown as number } }),
  }),
  route({
    method: 'get',
    path: '/things/failing',
    access: 'open',
    summary: 'Fails',
    responses: { 200: 'Never' },
    handle: () => {
      throw new SyntaxError('Unexpected token in "anna@example.org"');
    },
  }),
  route({
    method: 'get',
    path: '/things/away',
    access: 'open',
    summary: 'Has its store away',
    responses: { 200: 'Never' },
    handle: () => {
      throw Object.assign(new Error('no primary'), { name: 'StoreError', retryable: true });
    },
  }),
  route({
    method: 'post',
    path: '/things/form',
    access: 'open',
    summary: 'Takes a form',
    body: z.object({ code: z.string({ error: 'Missing code' }) }),
    bodyType: 'form',
    responses: { 200: 'A page', 303: 'Elsewhere' },
    handle: ({ body }) =>
      body.code === 'go'
        ? { status: 303, location: 'https://example.org/' }
        : { status: 200, html: '<p>', policy: { 'form-action': ['https://example.org'] } },
  }),
  route({
    method: 'post',
    path: '/things/import',
    access: 'operator',
    summary: 'Takes a stream',
    bodyType: 'csv',
    responses: { 200: z.object({ bytes: z.number() }), 409: 'Busy' },
    handle: async ({ stream, headers }) => {
      if (headers['x-busy']) throw conflict('Busy');
      let bytes = 0;
      for await (const chunk of stream) bytes += (chunk as Buffer).length;
      return { status: 200, body: { bytes } };
    },
  }),
];

let server: Listening;
beforeAll(async () => {
  const app = createApp({
    routes: things,
    credentials,
    log,
    health: createHealth(),
    metrics: createMetrics('things'),
  });
  server = await listen(app, { host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close());

interface Answer {
  status: number;
  headers: Headers;
  body: { errors?: string[]; [member: string]: unknown };
}

async function ask(
  method: string,
  path: string,
  init: RequestInit = {},
  caller: Caller | undefined = client,
): Promise<Answer> {
  const headers = new Headers(init.headers);
  if (caller !== undefined) headers.set('x-gatehouse-credential', credentials.issue(caller));
  const response = await fetch(server.url + path, { ...init, method, headers, redirect: 'manual' });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text.startsWith('{') ? JSON.parse(text) : { text },
  };
}

const json = (value: unknown, type = 'application/json') => ({
  headers: { 'content-type': type },
  body: typeof value === 'string' ? value : JSON.stringify(value),
});
const operator: Caller = { kind: 'operator' };
const THING = 'b0b0b0b0-0000-4000-8000-00000000000b';

describe('who is asking', () => {
  test.each([
    ['nobody', undefined],
    ['another key', createCredentials(['another internal key']).issue(client)],
    [
      'a credential of last week',
      createCredentials(['an internal key of some length'], { now: () => Date.now() - 7 * 86_400_000 }).issue(
        client,
      ),
    ],
    ['rubbish', 'a.b.c'],
  ])('401: %s', async (_case, credential) => {
    const response = await fetch(
      `${server.url}/things`,
      credential === undefined ? {} : { headers: { 'x-gatehouse-credential': credential } },
    );
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toMatchObject({ success: false, message: expect.any(String), status: 401 });
  });

  test('401 comes before anything about the path', async () => {
    expect((await fetch(`${server.url}/nowhere`)).status).toBe(401);
  });

  test.each([
    ['a client at the operator’s', 'PUT', `/manage/things/${THING}`, client],
    ['the operator at what is a service’s own', 'DELETE', `/things/${THING}`, operator],
    ['the public at a client’s', 'GET', '/things', { kind: 'public' } as Caller],
  ])('403: %s', async (_case, method, path, caller) => {
    const answer = await ask(
      method,
      path,
      method === 'PUT' ? json('not even JSON', 'text/plain') : {},
      caller,
    );
    expect(answer.status).toBe(403);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  test('an earlier internal key still verifies', async () => {
    const both = createCredentials(['a new internal key', 'an internal key of some length']);
    expect(both.verify(credentials.issue(client))).toEqual(client);
    expect(credentials.verify(both.issue(client))).toBeUndefined();
  });
});

describe('paths and methods', () => {
  test('404: an unknown path, a parameter that is no UUID, and what resolve does not find, whatever the body', async () => {
    expect((await ask('GET', '/nowhere')).status).toBe(404);
    expect((await ask('PUT', '/manage/things/abc', json('{', 'text/plain'), operator)).status).toBe(404);
    const hidden = `/manage/things/FF${THING.slice(2)}`;
    expect((await ask('PUT', hidden, json('{', 'text/plain'), operator)).status).toBe(404);
  });

  test('UUIDs arrive in upper case', async () => {
    const answer = await ask('PUT', `/manage/things/${THING}`, json({ name: 'x', parts: [] }), operator);
    expect(answer.body).toEqual({ id: THING.toUpperCase() });
  });

  test('405 says what is allowed, HEAD with GET', async () => {
    const answer = await ask('PUT', '/things');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    expect((await ask('HEAD', '/things')).status).toBe(200);
  });

  test('a path that cannot be decoded is a faulty request', async () => {
    expect((await ask('DELETE', '/things/%E0%A4%A')).status).toBe(400);
  });

  test('words come before parameters', async () => {
    expect((await ask('DELETE', '/things/form')).status).toBe(405);
  });
});

describe('queries', () => {
  test('names match in any case, empty values are absent, unknown names are ignored', async () => {
    const answer = await ask('GET', '/things?PAGE=2&pagesize=&Name=a%20b&other=1&other=2');
    expect(answer.body).toEqual({ page: 2, pageSize: 25, name: 'a b' });
  });

  test.each([
    ['page=1e3', '1e3 is not a valid value for page. Expected a number'],
    ['page=%2B1', '+1 is not a valid value for page. Expected a number'],
    ['page=01', '01 is not a valid value for page. Expected a number'],
    ['page=0', '0 is not a valid value for page. Expected a number'],
    ['page=99999999999999999999', '99999999999999999999 is not a valid value for page. Expected a number'],
    ['pageSize=501', '501 is not a valid value for pageSize. Expected a number'],
    ['page=1&Page=2', 'page is given more than once'],
    ['page[]=1', 'Names of query parameters must not have brackets'],
    ['other[a]=1', 'Names of query parameters must not have brackets'],
  ])('400: %s', async (query, fault) => {
    const answer = await ask('GET', `/things?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([fault]);
  });
});

describe('bodies', () => {
  test('answers hold what the schema lets through', async () => {
    const answer = await ask('POST', '/things', json({ name: 'one', size: 1, unknown: true }));
    expect(answer).toMatchObject({ status: 201, body: { name: 'one', actor: `client:${SERVICE}` } });
    expect(answer.body).not.toHaveProperty('secret');
  });

  test.each([
    ['no JSON', '{"name":'],
    ['a list', '[]'],
    ['text', '"a"'],
    ['null', 'null'],
  ])('400: %s', async (_case, text) => {
    expect((await ask('POST', '/things', json(text))).status).toBe(400);
  });

  test('400 names all faults at once, in the order of the schema, also of a body that is not there', async () => {
    const faults = ['Missing name', 'Missing size'];
    expect((await ask('POST', '/things', json({ size: 'x' }))).body.errors).toEqual(faults);
    expect((await ask('POST', '/things')).body.errors).toEqual(faults);
  });

  test('400 of the operator’s routes names each field by its place', async () => {
    const body = { name: 'far too long', parts: [{ kind: 'a' }, { kind: 'c' }], more: 1 };
    expect((await ask('PUT', `/manage/things/${THING}`, json(body), operator)).body.errors).toEqual([
      'name: should be at most 5 characters',
      'parts[1].kind: should be one of a, b',
      'more: is not known here',
    ]);
  });

  test('400: bytes that are no UTF-8', async () => {
    const body = Buffer.concat([
      Buffer.from('{"name":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('","size":1}'),
    ]);
    expect(
      (await ask('POST', '/things', { headers: { 'content-type': 'application/json' }, body })).status,
    ).toBe(400);
  });

  test.each(['{"__proto__":{"name":"x","size":1}}', '{"constructor":{"prototype":{"name":"x"}}}'])(
    'a body cannot reach a prototype: %s',
    async (text) => {
      expect((await ask('POST', '/things', json(text))).body.errors).toEqual([
        'Missing name',
        'Missing size',
      ]);
      expect(({} as { name?: string }).name).toBeUndefined();
    },
  );

  test('deep nesting does no harm', async () => {
    const depth = 40_000;
    const deep = `{"name":"deep","size":1,"more":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect((await ask('POST', '/things', json(deep))).status).toBe(201);
  });

  test.each([
    ['text/plain', {}],
    ['application/json; charset=latin1', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('415: %s %o', async (type, more) => {
    const { headers, body } = json({ name: 'x', size: 1 }, type);
    expect((await ask('POST', '/things', { headers: { ...headers, ...more }, body })).status).toBe(415);
  });

  test.each(['application/json;charset=UTF-8', 'application/merge-patch+json'])(
    '%s is taken',
    async (type) => {
      expect((await ask('POST', '/things', json({ name: 'x', size: 1 }, type))).status).toBe(201);
    },
  );

  test('413: by what it says and by what it sends, before 400', async () => {
    const large = JSON.stringify({ wrong: 'x'.repeat(102_400) });
    expect((await ask('POST', '/things', json(large))).status).toBe(413);
    const stream = new Blob([large]).stream();
    const init = { headers: { 'content-type': 'application/json' }, body: stream, duplex: 'half' };
    expect((await ask('POST', '/things', init as RequestInit)).status).toBe(413);
  });

  test('a GET’s body is ignored', async () => {
    const socket = connect(server.port, '127.0.0.1');
    const text = 'x'.repeat(200_000);
    socket.write(
      `GET /things HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-gatehouse-credential: ${credentials.issue(client)}\r\n`,
    );
    socket.end(`content-length: ${text.length}\r\n\r\n${text}`);
    const [chunk] = await once(socket, 'data');
    expect(String(chunk)).toContain('HTTP/1.1 200');
    socket.destroy();
  });

  test('forms: one value a name', async () => {
    const form = (text: string) => json(text, 'application/x-www-form-urlencoded');
    const page = await ask('POST', '/things/form', form('code=stay'));
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://example.org;");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await ask('POST', '/things/form', form('code=go'))).headers.get('location')).toBe(
      'https://example.org/',
    );
    expect((await ask('POST', '/things/form', form('code=a&code=b'))).status).toBe(400);
    expect((await ask('POST', '/things/form', json({ code: 'go' }))).status).toBe(415);
  });

  test('an import streams past the limit', async () => {
    const answer = await ask('POST', '/things/import', json('x'.repeat(1_000_000), 'text/csv'), operator);
    expect(answer.body).toEqual({ bytes: 1_000_000 });
  });

  test('who waits for leave to send gets it, or the refusal instead', async () => {
    const talk = async (path: string, caller: Caller) => {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-type: application/json\r\n` +
          `content-length: 9\r\nx-gatehouse-credential: ${credentials.issue(caller)}\r\n\r\n`,
      );
      const [chunk] = await once(socket, 'data');
      socket.destroy();
      return String(chunk).split('\r\n')[0];
    };
    expect(await talk('/things', client)).toBe('HTTP/1.1 100 Continue');
    expect(await talk('/things', { kind: 'public' })).toBe('HTTP/1.1 403 Forbidden');
  });

  test('a refusal is read by a client that is still sending', async () => {
    const answer = await ask('POST', '/things', json('x'.repeat(3_000_000)), { kind: 'public' });
    expect(answer.status).toBe(403);
  });
});

describe('failures', () => {
  test('500 tells the correlation id and one fixed sentence; the log tells no values', async () => {
    for (const path of ['/things/failing', '/things/broken']) {
      lines.length = 0;
      const answer = await ask('GET', path, { headers: { 'x-correlation-id': 'it-is-me:1' } });
      expect(answer.status).toBe(500);
      expect(answer.body).toMatchObject({
        correlationId: 'it-is-me:1',
        detail: 'Something went wrong on our side',
      });
      expect(JSON.stringify(answer.body)).not.toContain('anna');
      expect(lines.join('')).toContain('it-is-me:1');
      expect(lines.join('')).not.toContain('anna');
    }
  });

  test('503 with Retry-After where the store is away', async () => {
    const answer = await ask('GET', '/things/away');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  test('a correlation id that cannot be taken is replaced', async () => {
    for (const given of ['a b', 'x'.repeat(129), '{}']) {
      const answer = await ask('GET', '/things', { headers: { 'x-correlation-id': given } });
      expect(answer.headers.get('x-correlation-id')).not.toBe(given);
      expect(answer.headers.get('x-correlation-id')).toMatch(/^[A-Za-z0-9._:-]{1,128}$/);
    }
  });

  test('what is no HTTP gets a problem', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write('NONSENSE\r\n\r\n');
    const [chunk] = await once(socket, 'data');
    expect(String(chunk)).toMatch(/^HTTP\/1.1 400 [\s\S]*application\/problem\+json/);
  });
});

describe('logs and metrics', () => {
  test('a line holds the route’s pattern, never the URL', async () => {
    lines.length = 0;
    await ask('DELETE', `/things/${THING}?email=anna@example.org`);
    const served = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'served');
    expect(served).toMatchObject({ route: '/things/:id', status: 204, method: 'DELETE', serviceId: SERVICE });
    expect(lines.join('')).not.toContain('anna');
  });

  test('health and metrics need no credential', async () => {
    for (const path of ['/livez', '/readyz', '/healthcheck'])
      expect((await fetch(server.url + path)).status).toBe(200);
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain(
      'gatehouse_http_request_seconds_bucket',
    );
  });
});

test('closing lets a request under way finish', async () => {
  const entered = Promise.withResolvers<void>();
  const leave = Promise.withResolvers<void>();
  const slow = await listen(
    async (_request, response) => {
      entered.resolve();
      await leave.promise;
      response.end('done');
    },
    { host: '127.0.0.1', port: 0 },
  );
  const answer = fetch(slow.url);
  await entered.promise;
  const closed = slow.close();
  leave.resolve();
  expect(await (await answer).text()).toBe('done');
  await closed;
  await expect(fetch(slow.url)).rejects.toThrow();
});
