import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failureWords } from './failure-words.ts';
import { createGuardedFetch, type GuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts';

let server: Server;
let origin: string;
let answer: RequestListener;
let received: number;
const opened: GuardedFetch[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    received++;
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  received = 0;
});
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

function opens(options: Partial<GuardedFetchOptions> = {}): GuardedFetch {
  const one = createGuardedFetch({ allowPrivate: true, ...options });
  opened.push(one);
  return one;
}

const words = (attempt: Promise<unknown>) => attempt.then(() => 'answered', failureWords);

test('gives the whole answer, whatever its status', async () => {
  answer = (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      response.writeHead(418, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] });
      response.end(JSON.stringify({ method: request.method, type: request.headers['content-type'], body }));
    });
  };
  const asked = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'sent' };
  const got = await opens().fetch(`${origin}/a?b=c`, asked);
  expect([got.status, got.headers.getSetCookie()]).toEqual([418, ['a=1', 'b=2']]);
  expect(await got.json()).toEqual({ method: 'POST', type: 'text/plain', body: 'sent' });
});

test('a redirect is an answer, and is not followed', async () => {
  answer = (_, response) => response.writeHead(302, { location: `${origin}/elsewhere` }).end();
  expect((await opens().fetch(`${origin}/here`)).status).toBe(302);
  expect(received).toBe(1);
});

test.each([204, 205, 304])('an answer %i has no body', async (status) => {
  answer = (_, response) => response.writeHead(status).end();
  expect((await opens().fetch(origin)).status).toBe(status);
});

test('20 MB are not read', async () => {
  let written = 0;
  answer = (_, response) => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const more = () => {
      while (written < 20_000_000) {
        written += chunk.length;
        if (!response.write(chunk)) return response.once('drain', more);
      }
      return response.end();
    };
    more();
  };
  expect(await words(opens().fetch(origin))).toBe('answer too long');
  expect(written).toBeLessThan(20_000_000);
});

test.each<[string, RequestListener]>([
  ['says nothing', () => {}],
  ['sends its headers alone', (_, response) => void response.writeHead(200).flushHeaders()],
  [
    'sends a byte now and then',
    (_, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(timer));
    },
  ],
])('who %s is given up', async (_, listener) => {
  answer = listener;
  expect(await words(opens({ totalMs: 200 }).fetch(origin))).toBe('timeout');
});

test.each([
  'http://127.0.0.1:PORT/',
  'http://localhost:PORT/',
  'http://2130706433:PORT/',
  'http://[::1]:PORT/',
])('no request goes to %s where private addresses are forbidden', async (url) => {
  const forbidding = opens({ allowPrivate: false });
  const port = new URL(origin).port;
  expect(await words(forbidding.fetch(url.replace('PORT', port)))).toBe('address not allowed');
  expect(received).toBe(0);
});

test('nor to a name that leads there', async () => {
  const forbidding = opens({
    allowPrivate: false,
    lookup: (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  const { port } = new URL(origin);
  expect(await words(forbidding.fetch(`http://rebound.example:${port}/`))).toBe('address not allowed');
  expect(received).toBe(0);
});

test('nobody there', async () => {
  expect(await words(opens().fetch('http://127.0.0.1:1/'))).toBe('connection refused');
});
