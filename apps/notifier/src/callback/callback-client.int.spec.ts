import type { LookupFunction } from 'node:net';
import { guardedConnections } from '@gatehouse/outgoing';
import { callbackReceiver, eventually } from '@gatehouse/testing';
import { NEVER_MS, rawReceivers } from '../testing/raw-receivers.ts';
import { postLeniently } from './lenient-post.ts';

const { opens, client, tcpServer } = rawReceivers();
const request = { body: '{}', headers: { 'content-type': 'application/json' } };
const receiver = async () => opens(await callbackReceiver());

describe('addresses', () => {
  const resolvingTo =
    (...addresses: string[]): LookupFunction =>
    (_name, _options, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );

  test.each([
    'http://127.0.0.1',
    'http://2130706433',
    'http://0x7f000001',
    'http://017700000001',
    'http://127.1',
    'http://0.0.0.0',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[64:ff9b::7f00:1]',
    'http://localhost',
    'http://a.localhost',
    'http://169.254.169.254',
    'https://10.0.0.1',
  ])('%s is refused, and nothing is connected', async (url) => {
    const refusing = client({ allowPrivate: false });
    expect(await refusing.post(`${url}:9/`, request)).toEqual({ error: 'address not allowed' });
  });

  test.each([
    [['127.0.0.1']],
    [['93.184.216.34', '10.0.0.1']],
    [['::ffff:10.0.0.1']],
    [['64:ff9b::a00:1']],
    [['fd00::1']],
  ])('a name that resolves to %j is refused at the time of connecting', async (addresses) => {
    const { url, received } = await receiver();
    const refusing = client({ allowPrivate: false, lookup: resolvingTo(...addresses) });
    const target = url.replace('127.0.0.1', 'callbacks.example.org');
    expect(await refusing.post(target, request)).toEqual({ error: 'address not allowed' });
    expect(received).toEqual([]);
  });

  test.each([['127.0.0.1'], ['10.0.0.1']])(
    'the lenient client connects to %s no more than the other',
    async (address) => {
      const { url, received } = await receiver();
      const guard = { allowPrivate: false, connectTimeoutMs: 2_000, lookup: resolvingTo(address) };
      const { agents } = guardedConnections(guard);
      const target = new URL(url.replace('127.0.0.1', 'callbacks.example.org'));
      const tried = await postLeniently({ ...request, url: target, totalMs: NEVER_MS }, agents);
      expect(tried.outcome).toEqual({ error: 'address not allowed' });
      expect(received).toEqual([]);
    },
  );

  test('a name is resolved once, and connected where it led', async () => {
    const { url, received } = await receiver();
    let asked = 0;
    const lookup: LookupFunction = (_name, _options, done) => {
      asked++;
      done(null, [{ address: '127.0.0.1', family: 4 }]);
    };
    const target = url.replace('127.0.0.1', 'callbacks.example.org');
    expect(await client({ lookup }).post(target, request)).toEqual({ status: 204 });
    expect(asked).toBe(1);
    expect(received[0]?.headers.host).toBe(new URL(target).host);
  });
});

test.each(['', 'x: a\r\n b\r\n'])(
  'a name is looked up again for each connection (answers with %j)',
  async (oddly) => {
    const url = await tcpServer((socket) => {
      socket.once('data', () => socket.end(`HTTP/1.1 204 No Content\r\n${oddly}connection: close\r\n\r\n`));
    });
    let known = true;
    const lookup: LookupFunction = (_name, _options, done) => {
      if (known) done(null, [{ address: '127.0.0.1', family: 4 }]);
      else done(Object.assign(new Error(), { code: 'ENOTFOUND' }), '');
    };
    const posting = client({ lookup });
    const target = url.replace('127.0.0.1', 'callbacks.example.org');
    for (let n = 0; n < 2; n++) expect(await posting.post(target, request)).toEqual({ status: 204 });
    known = false;
    expect(await posting.post(target, request)).toEqual({ error: 'dns' });
  },
);

describe('limits', () => {
  test('a look-up that does not end is given up', async () => {
    const impatient = client({ lookup: () => {}, connectTimeoutMs: 150, totalMs: NEVER_MS });
    expect(await impatient.post('http://never.example.org/', request)).toEqual({ error: 'dns' });
  });

  test.each(['127.0.0.1', 'callbacks.example.org'])(
    'TLS with %s that does not come about is given up',
    async (host) => {
      const url = await tcpServer(() => {});
      const lookup: LookupFunction = (_name, _options, done) =>
        setImmediate(done, null, [{ address: '127.0.0.1', family: 4 }]);
      const impatient = client({ lookup, connectTimeoutMs: 500, totalMs: NEVER_MS });
      const target = url.replace('http://127.0.0.1', `https://${host}`);
      expect(await impatient.post(target, request)).toEqual({ error: 'timeout' });
    },
  );

  test('an answer that does not come is given up, and its connection closed', async () => {
    let closed = false;
    const url = await tcpServer((socket) => {
      socket.resume().once('close', () => {
        closed = true;
      });
    });
    expect(await client({ totalMs: 150 }).post(url, request)).toEqual({ error: 'timeout' });
    await eventually(() => expect(closed).toBe(true));
  });

  test('of headers that never end, or are none, nothing is made', async () => {
    const noise = await tcpServer((socket) => void socket.resume().end('no http\r\n\r\n'));
    expect(await client().post(noise, request)).toEqual({ error: 'answer not http' });
    const long = await tcpServer((socket) => {
      socket.resume().write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1 << 20)}`);
    });
    expect(await client().post(long, request)).toEqual({ error: 'answer not http' });
  });

  test('no more than 64 KiB of an answer is read', async () => {
    let sent = 0;
    const url = await tcpServer((socket) => {
      socket.resume().write('HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write(Buffer.alloc(65_536))) sent += 65_536;
      };
      socket.on('drain', more);
      more();
    });
    expect(await client().post(url, request)).toEqual({ status: 200 });
    expect(sent).toBeLessThan(20_000_000);
  });

  test('a body that trickles does not hold up a status that is known', async () => {
    const url = await tcpServer((socket) => {
      socket.resume().write('HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\nx');
    });
    expect(await client({ totalMs: NEVER_MS }).post(url, request)).toEqual({ status: 201 });
  });

  test('of interim answers no more is read than of a final one', async () => {
    let sent = 0;
    const url = await tcpServer((socket) => {
      socket.resume();
      const more = () => {
        const interim = 'HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n'.repeat(100);
        while (!socket.destroyed && socket.write(interim)) sent += interim.length;
      };
      socket.on('drain', more);
      more();
    });
    expect(await client({ totalMs: NEVER_MS }).post(url, request)).toEqual({ error: 'answer not http' });
    expect(sent).toBeLessThan(20_000_000);
  });

  test('a server without TLS, or with none that can be agreed on, is a failure of TLS', async () => {
    const url = await tcpServer(() => {}, true);
    expect(await client().post(url, request)).toEqual({ error: 'tls' });
  });
});

test('connections are kept between callbacks', async () => {
  let connections = 0;
  const url = await tcpServer((socket) => {
    connections++;
    socket.on('data', () => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
  });
  const keeping = client();
  for (let n = 0; n < 5; n++) expect(await keeping.post(url, request)).toEqual({ status: 204 });
  expect(connections).toBeLessThan(3);
});

test('a kept connection that the receiver drops at its next use is no failed attempt', async () => {
  let connections = 0;
  const url = await tcpServer((socket) => {
    connections++;
    socket.once('data', () => {
      socket.write('HTTP/1.1 204 No Content\r\n\r\n');
      socket.once('data', () => socket.resetAndDestroy());
    });
  });
  const keeping = client();
  for (let n = 0; n < 3; n++) expect(await keeping.post(url, request)).toEqual({ status: 204 });
  expect(connections).toBe(3);
});

test('Retry-After is handed on', async () => {
  const { url, answer } = await receiver();
  answer('/', (response) => void response.writeHead(503, { 'retry-after': '7' }).end());
  expect(await client().post(url, request)).toEqual({ status: 503, retryAfter: '7' });
});
