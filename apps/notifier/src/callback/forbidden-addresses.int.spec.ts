import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { type AddressInfo, createServer, type LookupFunction, type Server, type Socket } from 'node:net';
import { createNameLookup } from '@gatehouse/name-lookup';
import {
  forbiddenAddresses,
  forbiddenHosts,
  type NameAnswer,
  type NameServer,
  nameServer,
} from '@gatehouse/testing';
import { rawReceivers } from '../testing/raw-receivers.ts';

const { opens, client } = rawReceivers();
const REFUSED = { error: 'address not allowed' };
const request = { body: '{"sub":"1"}', headers: { 'content-type': 'application/json' } };
const SCHEMES = ['http', 'https'] as const;
/** Public unicast by its number, and nobody's: no packet gets anywhere. */
const PUBLIC = '3000::1';

/** Addresses to which this process began to connect, loopback or not. */
let attempts: string[];
/** Connections that the whole machine's addresses were given at the listener's port. */
let accepted: number;
let listener: Server;
let port: number;

function onClientSocket(message: unknown): void {
  const { socket } = message as { socket: Socket };
  socket.on('connectionAttempt', (address: string) => attempts.push(address));
}

beforeAll(async () => {
  // On all addresses of both families.
  listener = createServer((socket) => {
    accepted++;
    socket.on('error', () => {}).resetAndDestroy();
  }).listen(0, '::');
  await once(listener, 'listening');
  port = (listener.address() as AddressInfo).port;
  subscribe('net.client.socket', onClientSocket);
});
beforeEach(() => {
  [attempts, accepted] = [[], 0];
});
afterAll(() => {
  unsubscribe('net.client.socket', onClientSocket);
  listener.close();
});

const forbidding = (lookup?: LookupFunction) =>
  client({ allowPrivate: false, lookup, connectTimeoutMs: 300, totalMs: 2_000 });

/** Posts to each; none is connected to, and each is refused for its address. */
async function expectRefused(urls: readonly string[], lookup?: LookupFunction): Promise<void> {
  const refusing = forbidding(lookup);
  for (const url of urls) expect([url, await refusing.post(url, request)]).toEqual([url, REFUSED]);
  expect({ attempts, accepted }).toEqual({ attempts: [], accepted: 0 });
}

test.each(['127.0.0.1', '[::ffff:127.0.0.1]', 'localhost', '0', '0x7f.1'])(
  'the listener counts what is connected to %s where that is allowed',
  async (host) => {
    await client({ allowPrivate: true }).post(`http://${host}:${port}/`, request);
    expect(accepted).toBeGreaterThan(0);
    expect(attempts.length).toBeGreaterThan(0);
  },
);

describe.each(SCHEMES)('%s: a host that is an address', (scheme) => {
  test.each(Object.entries(forbiddenHosts))('%s', async (_spelling, hosts) => {
    const urls = hosts.map((host) => {
      const placed = host.includes('PORT')
        ? host.replace('PORT', String(port))
        : host.replace(/(?=\\)|$/, `:${port}`);
      return `${scheme}://${placed}/hook`;
    });
    const [readable = [], unreadable = []] = [true, false].map((can) =>
      urls.filter((url) => URL.canParse(url) === can),
    );
    // No such URL gets into a delivery; if it did, it would lead nowhere.
    const outcomes = await Promise.allSettled(unreadable.map((url) => forbidding().post(url, request)));
    for (const outcome of outcomes)
      expect(outcome).not.toMatchObject({ value: { status: expect.anything() } });
    // One that is no address after all (a character that the URL parser keeps) is a name, and leads where names lead.
    await expectRefused(readable, resolvingTo('127.0.0.1'));
  });

  test.each(Object.entries(forbiddenAddresses))('%s', async (_family, addresses) => {
    await expectRefused(
      addresses.map((address) => `${scheme}://${address.includes(':') ? `[${address}]` : address}:${port}/`),
    );
  });

  test.each([1, 22, 25, 80, 443, 3306, 6379, 11211, 65_535])('at port %i', async (odd) => {
    await expectRefused([`${scheme}://127.0.0.1:${odd}/`, `${scheme}://[::1]:${odd}/`]);
  });
});

/** Gives each name the same addresses. */
function resolvingTo(...addresses: string[]): LookupFunction {
  return (_name, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
}

describe.each(SCHEMES)('%s: a name that leads to an address', (scheme) => {
  test.each(Object.entries(forbiddenAddresses))('%s', async (_family, addresses) => {
    for (const address of addresses) {
      await expectRefused([`${scheme}://hooks.example.org:${port}/`], resolvingTo(address));
      await expectRefused([`${scheme}://hooks.example.org:${port}/`], resolvingTo(PUBLIC, address));
      await expectRefused([`${scheme}://hooks.example.org:${port}/`], resolvingTo(address, PUBLIC));
    }
  });
});

describe.each(SCHEMES)('%s: a name server', (scheme) => {
  /** Looks names up at a name server that gives these answers by turns, for A and AAAA apart; the last one for good. */
  async function serverWith(answers: Record<'A' | 'AAAA', readonly NameAnswer[]>, hostsFile = '') {
    const given = { A: 0, AAAA: 0 };
    const server: NameServer = opens(
      await nameServer(({ type }) => {
        const of = answers[type];
        return of[Math.min(given[type]++, of.length - 1)] ?? [];
      }),
    );
    return { server, lookup: createNameLookup({ hostsFile, resolverFile: '', servers: [server.address] }) };
  }

  test.each<[string, Record<'A' | 'AAAA', readonly NameAnswer[]>]>([
    ['leads inside', { A: [['127.0.0.1']], AAAA: [[]] }],
    ['leads inside by one of two families', { A: [['127.0.0.1']], AAAA: [[PUBLIC]] }],
    ['leads inside by one of many addresses', { A: [['93.184.216.34', '10.0.0.1']], AAAA: [[]] }],
    ['leads inside by an alias', { A: [['inside.example.org', '127.0.0.1']], AAAA: [[]] }],
    ['leads to itself by IPv6', { A: [[]], AAAA: [['::1']] }],
    ['leads to itself by a mapped address', { A: [[]], AAAA: [['::ffff:7f00:1']] }],
    ['leads inside by NAT64', { A: [[]], AAAA: [['64:ff9b::7f00:1']] }],
  ])('that %s is refused', async (_what, answers) => {
    const { server, lookup } = await serverWith(answers);
    await expectRefused([`${scheme}://hooks.example.org:${port}/`], lookup);
    expect(server.asked.length).toBeGreaterThan(0);
  });

  test('that changes its answer after the check is not asked again: the connection goes where was checked', async () => {
    const { server, lookup } = await serverWith({ A: [[], ['127.0.0.1']], AAAA: [[PUBLIC], ['::1']] });
    const outcome = await forbidding(lookup).post(`${scheme}://hooks.example.org:${port}/`, request);
    expect(outcome).toEqual({ error: expect.stringMatching(/^(?:unreachable|timeout)$/) });
    expect(server.asked.map(({ type }) => type).sort()).toEqual(['A', 'AAAA']);
    expect(new Set(attempts)).toEqual(new Set([PUBLIC]));
    expect(accepted).toBe(0);
  });

  test('that changes its answer between two attempts is checked each time', async () => {
    const { lookup } = await serverWith({ A: [[], ['127.0.0.1']], AAAA: [[PUBLIC], []] });
    const retrying = forbidding(lookup);
    const url = `${scheme}://hooks.example.org:${port}/`;
    expect(await retrying.post(url, request)).not.toEqual(REFUSED);
    expect(await retrying.post(url, request)).toEqual(REFUSED);
    expect(new Set(attempts)).toEqual(new Set([PUBLIC]));
    expect(accepted).toBe(0);
  });
});

test.each([300, 301, 302, 303, 307, 308])(
  'a redirect (%i) is not followed, wherever it leads',
  async (status) => {
    const { url } = await receiver(`${status} Elsewhere`);
    expect(await client({ allowPrivate: true }).post(url, request)).toEqual({ status });
    expect(accepted).toBe(0);
  },
);

test('user info in a URL is not sent, and does not replace the token', async () => {
  const { url, heard } = await receiver('204 No Content');
  const withUser = url.replace('http://', 'http://user:password@');
  const signed = { ...request, headers: { ...request.headers, authorization: 'Bearer token' } };
  expect(await client({ allowPrivate: true }).post(withUser, signed)).toEqual({ status: 204 });
  expect(heard()).toMatch(/^authorization: Bearer token\r$/im);
  expect(heard()).not.toMatch(/password|dXNlcjpwYXNzd29yZA/);
});

/** A receiver that answers with this status, and names the listener as the place to go to. */
async function receiver(status: string): Promise<{ url: string; heard: () => string }> {
  let heard = '';
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (chunk) => {
      heard = chunk.toString();
      const location = `http://127.0.0.1:${port}/`;
      socket.end(`HTTP/1.1 ${status}\r\nlocation: ${location}\r\ncontent-length: 0\r\n\r\n`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  opens({ close: () => server.close() });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, heard: () => heard };
}
