import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { ClientRequest, RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { proxyUnderTest } from '../testing/proxy-under-test.ts';

const { logged, proxied, say, service } = proxyUnderTest();

const head = (method: string, ...more: string[]) =>
  `${[`${method} / HTTP/1.1`, 'host: a', ...more].join('\r\n')}\r\n\r\n`;

/** Reads all of the body, then answers. */
const reading: RequestListener = (request, response) => {
  request.resume().once('end', () => response.end('read'));
};

/** The next request that this process makes of a service. */
function nextOutgoing(): Promise<ClientRequest> {
  const { promise, resolve } = Promise.withResolvers<ClientRequest>();
  const channel = 'http.client.request.start';
  const listen = (message: unknown) => {
    unsubscribe(channel, listen);
    resolve((message as { request: ClientRequest }).request);
  };
  subscribe(channel, listen);
  return promise;
}

describe('who stops sending', () => {
  test.each([
    ['nothing of a body', head('POST', 'content-length: 200')],
    ['a part', `${head('POST', 'content-length: 200')}{"a":`],
    ['a part of a chunk', `${head('POST', 'transfer-encoding: chunked')}5\r\nab`],
    ['with a GET', `${head('GET', 'content-length: 200')}x`],
  ])('408, the connection closed, nothing logged of the service: %s', async (_case, said) => {
    const { url } = await service(reading);
    const answer = await text(say(await proxied(url, 200), said));
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toMatch(/\r\ncontent-type: application\/problem\+json\r\n/i);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(answer).toContain('The request took too long to arrive');
    expect(logged()).toBe('');
  });

  test('the service hears of it, and the next request is served', async () => {
    const gone = Promise.withResolvers<void>();
    const { url } = await service((request, response) => {
      if (request.method === 'POST') response.once('close', gone.resolve);
      else response.end('served');
    });
    const gateway = await proxied(url, 500);
    await text(say(gateway, `${head('POST', 'content-length: 200')}x`));
    await gone.promise;
    expect(await (await fetch(gateway.url)).text()).toBe('served');
  });

  test('504 where it is the service that takes no more', async () => {
    const { url } = await service(() => undefined);
    const socket = say(await proxied(url, 100), head('POST', 'content-length: 60000000'));
    socket.write(Buffer.alloc(30_000_000));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 504 /);
    expect(logged()).toContain('SilentService');
  });

  test('504 where all of the body is there', async () => {
    const { url } = await service(() => undefined);
    const [answer] = await once(say(await proxied(url, 50), `${head('POST', 'content-length: 1')}x`), 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 504 /);
  });

  test('a request that needs no body is answered before it comes, and the connection stays open', async () => {
    const { url } = await service((request, response) => {
      if (request.method === 'GET') response.end('next');
      else response.writeHead(415).end('no');
    });
    const socket = say(await proxied(url, 60_000), head('POST', 'content-length: 3'));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 415 /);
    socket.write(`abc${head('GET', 'connection: close')}`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 [\s\S]*next/);
  });
});

describe('who stops reading', () => {
  const LONG = Buffer.alloc(30_000_000, 'x');

  /** A client that has asked and reads nothing, once the gateway has found that out. */
  async function pausing(timeoutMs: number): Promise<{ socket: Socket; closed: Promise<unknown> }> {
    const closed = Promise.withResolvers<void>();
    const { url } = await service((_request, response) => {
      response.once('close', closed.resolve);
      response.end(LONG);
    });
    const gateway = await proxied(url, timeoutMs);
    const asked = nextOutgoing();
    const socket = say(gateway, head('GET', 'connection: close'));
    socket.pause();
    await once(await asked, 'timeout');
    return { socket, closed: closed.promise };
  }

  test('gets the whole answer after a pause', async () => {
    const { socket } = await pausing(1_000);
    const answer = await buffer(socket);
    expect(answer.length - (answer.indexOf('\r\n\r\n') + 4)).toBe(LONG.length);
    expect(logged()).toBe('');
  });

  test('is cut off in the end, which is not logged as the service’s failure', async () => {
    const { closed } = await pausing(50);
    await closed;
    expect(logged()).toBe('');
  });
});
