import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { buildEvent, type ServiceState } from '@gatehouse/contracts';
import { type EventLog, openEventLog, type Publisher } from '@gatehouse/event-log';
import { createCredentials } from '@gatehouse/http';
import { createLogger, createSealer, newId } from '@gatehouse/runtime';
import { clientToken, eventually, service } from '@gatehouse/testing';
import { type StartedGateway, start } from './start.ts';

const keys = {
  OPERATOR_SECRET: 'the operator’s secret',
  MASTER_KEY: ['a master key of some length'],
  INTERNAL_KEY: ['an internal key of some length'],
};
const sealer = createSealer(keys.MASTER_KEY);
const credentials = createCredentials(keys.INTERNAL_KEY);
const operatorToken = clientToken('operator', keys.OPERATOR_SECRET);
const SECRET = 'the secret of a service';

interface Seen {
  service: string;
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

let dataDir: string;
let eventLog: EventLog;
let publisher: Publisher;
let gateway: StartedGateway;
let logged = '';
const seen: Seen[] = [];
const upstreams = new Map<string, { server: Server; answer: RequestListener | undefined }>();
const log = createLogger({
  name: 'gateway',
  level: 'debug',
  destination: new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  }),
});

async function upstream(service: string): Promise<string> {
  const state = { server: createServer(), answer: undefined as RequestListener | undefined };
  state.server.on('request', async (request, response) => {
    if (state.answer !== undefined) return state.answer(request, response);
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { method, url, headers } = request;
    seen.push({ service, method, url, headers, body });
    response.writeHead(200, { 'content-type': 'application/json', 'x-gatehouse-inside': 'yes' });
    response.end(JSON.stringify({ service }));
  });
  upstreams.set(service, state);
  state.server.listen(0, '127.0.0.1');
  await once(state.server, 'listening');
  return `http://127.0.0.1:${(state.server.address() as AddressInfo).port}`;
}

function upstreamOf(service: string) {
  const state = upstreams.get(service);
  if (state === undefined) throw new Error(`no ${service}`);
  return state;
}

const urlOf = (service: string) =>
  `http://127.0.0.1:${(upstreamOf(service).server.address() as AddressInfo).port}`;

async function startGateway(more: { rateLimitPerMinute?: number; mailbox?: 'open' | 'operator' } = {}) {
  const urls = {
    directory: urlOf('directory'),
    access: urlOf('access'),
    invitations: urlOf('invitations'),
    notifier: 'http://127.0.0.1:1',
  };
  const config = {
    host: '127.0.0.1',
    port: 0,
    urls,
    audience: 'signin.education.gov.uk',
    rateLimitPerMinute: more.rateLimitPerMinute ?? 0,
    mailbox: more.mailbox ?? ('open' as const),
  };
  const documents = { openApi: '{"openapi":"3.1.0"}', page: '<h1>API</h1>' };
  return start({ config, keys, log, eventLog, documents });
}

let version = 0;
async function publish(id: string, members: Partial<ServiceState> = {}, secret = SECRET): Promise<number> {
  version++;
  const state = service(id, {
    secrets: [
      {
        id: newId(),
        sealed: sealer.seal(secret, `service-secret:${id}`),
        createdAt: new Date().toISOString(),
      },
    ],
    ...members,
  });
  const origin = { correlationId: 'c', actor: 'operator' };
  const { topic, key, event } = buildEvent(
    'gatehouse.access.service.v1',
    { version, state },
    origin,
    Date.now(),
  );
  await publisher.publish([{ topic, key, value: JSON.stringify(event) }]);
  return version;
}

async function makeClient(): Promise<{ id: string; token: string }> {
  const id = newId();
  await publish(id);
  const token = clientToken(`client-${id.slice(0, 8)}`, SECRET);
  await eventually(async () => expect((await ask('/users', { token })).status).toBe(200));
  seen.length = 0;
  return { id, token };
}

async function ask(path: string, options: RequestInit & { token?: string; at?: string } = {}) {
  const { token, at = gateway.url, ...init } = options;
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  const response = await fetch(at + path, { ...init, headers, redirect: 'manual' });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith('{') ? JSON.parse(text) : {},
  };
}

/** Says exactly these bytes, and gives all that came back before the connection closed or fell silent. */
async function say(
  text: string,
  port = gateway.port,
  until = /\r\n\r\n[\s\S]*\}(?:\r\n0\r\n\r\n)?$/,
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('error', () => undefined);
  socket.write(text);
  for await (const chunk of socket) {
    answer += String(chunk);
    if (until.test(answer)) break;
  }
  socket.destroy();
  return answer;
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'gateway-'));
  eventLog = await openEventLog({ url: 'sqlite:', dataDir, now: Date.now });
  await eventLog.ensureTopics([{ name: 'access.services.v1' }]);
  publisher = await eventLog.publisher('access');
  for (const service of ['directory', 'access', 'invitations']) await upstream(service);
  gateway = await startGateway();
});
beforeEach(() => {
  seen.length = 0;
  for (const state of upstreams.values()) state.answer = undefined;
});
afterAll(async () => {
  await gateway.close();
  await eventLog.close();
  for (const { server } of upstreams.values()) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(dataDir, { recursive: true, force: true });
});

describe('who passes', () => {
  test('a client’s request arrives with a credential that names it, and nothing of its token', async () => {
    const { id, token } = await makeClient();
    const answer = await ask('/services/x/roles?a=1', { token });
    expect(answer).toMatchObject({ status: 200, body: { service: 'access' } });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.url).toBe('/services/x/roles?a=1');
    expect(seen[0]?.headers.authorization).toBeUndefined();
    expect(credentials.verify(String(seen[0]?.headers['x-gatehouse-credential']))).toMatchObject({
      serviceId: id,
    });
    expect(answer.headers.get('x-gatehouse-inside')).toBeNull();
  });

  test.each(['/users', '/manage/services', '/nowhere', '/services/x/invitations', '/manage'])(
    '401: %s without a token, and no service hears of it',
    async (path) => {
      const answer = await ask(path, { method: 'POST', body: 'x'.repeat(300_000) });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.body).toMatchObject({
        success: false,
        message: 'Missing Authorization header',
        status: 401,
      });
      expect(seen).toEqual([]);
    },
  );

  test('401: a second Authorization header', async () => {
    const { token } = await makeClient();
    const answer = await say(
      `GET /users HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\nauthorization: Bearer ${token}\r\n\r\n`,
    );
    expect(answer).toContain('HTTP/1.1 401');
    expect(seen).toEqual([]);
  });

  test('403: /manage by a client, whatever comes after', async () => {
    const { token } = await makeClient();
    for (const path of ['/manage/services', '/manage/users', '/manage/nowhere', '/manage']) {
      expect((await ask(path, { token })).status).toBe(403);
    }
    expect(seen).toEqual([]);
  });

  test('the operator passes, and 404 is a problem', async () => {
    expect(await ask('/manage/users', { token: operatorToken })).toMatchObject({
      status: 200,
      body: { service: 'directory' },
    });
    expect(credentials.verify(String(seen[0]?.headers['x-gatehouse-credential']))).toEqual({
      kind: 'operator',
    });
    expect((await ask('/nowhere', { token: operatorToken })).status).toBe(404);
  });

  test('open pages need no token, and their visitors are nobody', async () => {
    const answer = await ask('/register/a-token', { headers: { authorization: 'Bearer rubbish' } });
    expect(answer).toMatchObject({ status: 200, body: { service: 'invitations' } });
    expect(credentials.verify(String(seen[0]?.headers['x-gatehouse-credential']))).toEqual({
      kind: 'public',
    });
  });

  test('the mailbox is the operator’s where others can reach it', async () => {
    const other = await startGateway({ mailbox: 'operator' });
    expect((await ask('/mailbox', { at: other.url })).status).toBe(401);
    await other.close();
  });

  test('health, metrics and the documentation need no token', async () => {
    for (const path of ['/livez', '/readyz', '/healthcheck', '/metrics', '/docs', '/openapi.json']) {
      expect((await ask(path)).status).toBe(200);
    }
    expect((await ask('/readyz', { method: 'POST' })).headers.get('allow')).toBe('GET, HEAD');
  });
});

describe('a client that changes', () => {
  test('works at once when it is made, is refused within a second of being disabled, and its old secret with its overlap', async () => {
    const { id, token } = await makeClient();
    await publish(id, { status: 0 });
    const disabled = await eventually(
      async () => {
        const answer = await ask('/users', { token });
        expect(answer.status).toBe(401);
        return answer;
      },
      { timeoutMs: 1_000 },
    );
    expect(disabled.body.message).toBe('Client is disabled');
    await publish(id, {}, 'another secret');
    const fresh = clientToken(`client-${id.slice(0, 8)}`, 'another secret');
    await eventually(async () => expect((await ask('/users', { token: fresh })).status).toBe(200), {
      timeoutMs: 1_000,
    });
    expect((await ask('/users', { token })).body.message).toBe('invalid signature');
  });

  test('an answer that speaks of a new client is held back until the client works here', async () => {
    const id = newId();
    const access = upstreamOf('access');
    access.answer = (_request, response) => {
      response.writeHead(201, {
        'content-type': 'application/json',
        'x-gatehouse-service-version': `${id};${version + 1}`,
      });
      response.end('{"apiSecret":"x"}');
      void publish(id);
    };
    const answer = await ask(`/manage/services/${id}`, { method: 'PUT', token: operatorToken });
    expect(answer).toMatchObject({ status: 201, body: { apiSecret: 'x' } });
    expect(answer.headers.get('x-gatehouse-service-version')).toBeNull();
    access.answer = undefined;
    expect((await ask('/users', { token: clientToken(`client-${id.slice(0, 8)}`, SECRET) })).status).toBe(
      200,
    );
  });
});

describe('headers', () => {
  test('what is the platform’s own, or between neighbours, never comes from outside', async () => {
    const { token } = await makeClient();
    const forged = credentials.issue({ kind: 'operator' });
    await say(
      `GET /users HTTP/1.1\r\nHost: outside.example.org\r\nAuthorization: bearer ${token}\r\n` +
        `X-Gatehouse-Credential: ${forged}\r\nx-gatehouse-anything: 1\r\nX-Forwarded-For: 1.1.1.1\r\nX-Forwarded-Host: b\r\n` +
        'Forwarded: for=1.1.1.1\r\nProxy-Authorization: x\r\nTE: trailers\r\nUpgrade: h2c\r\nKeep-Alive: timeout=5\r\n' +
        'Connection: keep-alive, x-private, upgrade\r\nx-private: 1\r\nx-public: 2\r\nx-public: 3\r\n\r\n',
    );
    const headers = seen[0]?.headers ?? {};
    expect(credentials.verify(String(headers['x-gatehouse-credential']))).toMatchObject({ kind: 'client' });
    const { host } = new URL(urlOf('access'));
    expect(headers).toMatchObject({ host, 'x-public': '2, 3', connection: 'keep-alive' });
    for (const name of [
      'x-gatehouse-anything',
      'x-forwarded-for',
      'x-forwarded-host',
      'forwarded',
      'proxy-authorization',
      'te',
      'upgrade',
      'keep-alive',
      'x-private',
    ]) {
      expect(headers[name]).toBeUndefined();
    }
  });

  test('a header may have any name', async () => {
    const { token } = await makeClient();
    const odd = 'constructor: a\r\nconstructor: b\r\n__proto__: c\r\ntoString: d\r\nhasOwnProperty: e\r\n';
    const answer = await say(
      `GET /users HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\n${odd}\r\n`,
    );
    expect(answer).toContain('HTTP/1.1 200');
    expect(Object.getOwnPropertyDescriptor(seen[0]?.headers, 'constructor')?.value).toBe('a, b');
  });

  test('a correlation id is taken, carried and returned, or made', async () => {
    const { token } = await makeClient();
    await ask('/users', { token, headers: { 'x-correlation-id': 'mine:1' } });
    expect(seen[0]?.headers['x-correlation-id']).toBe('mine:1');
    await ask('/users', { token, headers: { 'x-correlation-id': 'not mine' } });
    expect(seen[1]?.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    const refused = await ask('/users', { headers: { 'x-correlation-id': 'mine:2' } });
    expect(refused.headers.get('x-correlation-id')).toBe('mine:2');
    expect(refused.body.correlationId).toBe('mine:2');
  });

  test('bodies pass, by length and in chunks', async () => {
    const { token } = await makeClient();
    await ask('/services/x/invitations', { method: 'POST', token, body: 'by length' });
    const chunked = { method: 'POST', token, body: new Blob(['in chunks']).stream(), duplex: 'half' };
    await ask('/services/x/invitations', chunked as RequestInit);
    const head = `host: a\r\nauthorization: Bearer ${token}\r\n`;
    await say(
      `DELETE /organisations/announcements/1 HTTP/1.1\r\n${head}transfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n`,
    );
    expect(seen.map(({ body }) => body)).toEqual(['by length', 'in chunks', 'hi']);
  });

  test('who asks to close gets the connection closed', async () => {
    const { token } = await makeClient();
    const head = `host: a\r\nauthorization: Bearer ${token}\r\n`;
    const answer = await say(
      `GET /users HTTP/1.1\r\n${head}connection: close\r\n\r\n`,
      gateway.port,
      /never/,
    );
    expect(answer).toMatch(/HTTP\/1.1 200[\s\S]*connection: close/i);
    expect(await say(`GET /users HTTP/1.0\r\n${head}\r\n`, gateway.port, /never/)).toContain('HTTP/1.1 200');
  });
});

describe('what cannot be read', () => {
  const head = `host: a\r\nauthorization: Bearer ${operatorToken}\r\n`;
  test.each([
    ['414', 'a URL over 8 KB', `GET /users?a=${'x'.repeat(8_192)} HTTP/1.1\r\n${head}\r\n`],
    ['414', 'a URL over 64 KB', `GET /users?a=${'x'.repeat(80_000)} HTTP/1.1\r\n${head}\r\n`],
    ['431', 'headers over 16 KB', `GET /users HTTP/1.1\r\n${head}x-a: ${'x'.repeat(16_384)}\r\n\r\n`],
    ['431', 'headers over 64 KB', `GET /users HTTP/1.1\r\n${head}x-a: ${'x'.repeat(80_000)}\r\n\r\n`],
    ['400', 'no Host', `GET /users HTTP/1.1\r\nauthorization: Bearer ${operatorToken}\r\n\r\n`],
    ['400', 'two Hosts', `GET /users HTTP/1.1\r\n${head}host: b\r\n\r\n`],
    [
      '400',
      'a length and chunks',
      `POST /users HTTP/1.1\r\n${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      '400',
      'two lengths',
      `POST /users HTTP/1.1\r\n${head}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`,
    ],
    [
      '400',
      'another transfer coding',
      `POST /users HTTP/1.1\r\n${head}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['400', 'no HTTP', 'HELLO\r\n\r\n'],
    ['400', 'a header without a name', `GET /users HTTP/1.1\r\n${head}: x\r\n\r\n`],
    ['400', 'a tunnel', 'CONNECT a:1 HTTP/1.1\r\nhost: a:1\r\n\r\n'],
    ['400', 'an asterisk', `OPTIONS * HTTP/1.1\r\n${head}\r\n`],
  ])('%s: %s', async (status, _case, text) => {
    const answer = await say(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*application/problem\\+json`));
    expect(seen).toEqual([]);
  });

  test('a target in absolute form means its path', async () => {
    await say(`GET http://elsewhere/manage/users?x HTTP/1.1\r\n${head}\r\n`);
    expect(seen[0]?.url).toBe('/manage/users?x');
  });

  test('who waits for leave to send a body is refused before it', async () => {
    const body = 'content-length: 5\r\nexpect: 100-continue\r\n';
    expect(await say(`POST /users HTTP/1.1\r\nhost: a\r\n${body}\r\n`)).toMatch(/^HTTP\/1.1 401 /);
    const answer = await say(`POST /manage/users HTTP/1.1\r\n${head}${body}\r\n`, gateway.port, /Continue/);
    expect(answer).toMatch(/^HTTP\/1.1 100 Continue/);
  });
});

describe('services that fail', () => {
  test('503 with Retry-After where nobody listens', async () => {
    const answer = await ask('/manage/deliveries', { token: operatorToken });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.text).not.toContain('127.0.0.1');
  });

  test('502 where the answer breaks off', async () => {
    const directory = upstreamOf('directory');
    directory.answer = (request) => request.socket.destroy();
    expect((await ask('/manage/users', { token: operatorToken })).status).toBe(502);
  });

  test('an early refusal reaches a client that is still sending', async () => {
    const directory = upstreamOf('directory');
    directory.answer = (_request, response) => {
      response.writeHead(413, { 'content-type': 'application/problem+json' });
      response.end('{"status":413}');
    };
    const answer = await ask('/manage/organisations/1', {
      method: 'PUT',
      token: operatorToken,
      body: 'x'.repeat(3_000_000),
    });
    expect(answer.status).toBe(413);
  });
});

test('429 with Retry-After beyond a client’s rate; the operator and other clients go on', async () => {
  const { token } = await makeClient();
  const { token: other } = await makeClient();
  const limited = await startGateway({ rateLimitPerMinute: 2 });
  await eventually(async () => expect((await ask('/readyz', { at: limited.url })).status).toBe(200));
  const statuses: number[] = [];
  for (let turn = 0; turn < 3; turn++)
    statuses.push((await ask('/users', { token, at: limited.url })).status);
  expect(statuses).toEqual([200, 200, 429]);
  const refused = await ask('/users', { token, at: limited.url });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
  expect((await ask('/users', { token: other, at: limited.url })).status).toBe(200);
  expect((await ask('/users', { token: operatorToken, at: limited.url })).status).toBe(200);
  await limited.close();
});

test('the log holds patterns and ids, never a URL or a token', async () => {
  const { id, token } = await makeClient();
  logged = '';
  await ask('/users?email=anna@example.org', { token });
  await ask('/nowhere?email=anna@example.org', { token });
  expect(logged).toContain('"route":"/users/**"');
  expect(logged).toContain(id);
  expect(logged).not.toMatch(/anna|nowhere/);
  expect(logged).not.toContain(token);
});

test('closing lets a request under way finish', async () => {
  const going = await startGateway();
  await eventually(async () => expect((await ask('/readyz', { at: going.url })).status).toBe(200));
  const entered = Promise.withResolvers<void>();
  const leave = Promise.withResolvers<void>();
  const directory = upstreamOf('directory');
  directory.answer = async (_request, response) => {
    entered.resolve();
    await leave.promise;
    response.end('{"done":true}');
  };
  const answer = ask('/manage/users', { token: operatorToken, at: going.url });
  await entered.promise;
  const closed = going.close();
  leave.resolve();
  expect(await answer).toMatchObject({ status: 200, body: { done: true } });
  await closed;
});
