import type { ServerResponse } from 'node:http';
import { createNameLookup } from '@gatehouse/name-lookup';
import { nameServer } from '@gatehouse/testing';
import { proxyUnderTest } from '../testing/proxy-under-test.ts';

const { proxied, say, service, logged } = proxyUnderTest();

test('504 with Retry-After where a service is silent for too long, however often', async () => {
  const { url } = await service(() => undefined);
  const { url: gateway } = await proxied(url, 50);
  for (let turn = 0; turn < 2; turn++) {
    const answer = await fetch(gateway);
    expect(answer.status).toBe(504);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  }
});

test('a service that answers slowly, yet without falling silent, is waited for', async () => {
  const { url } = await service((_request, response) => {
    let left = 10;
    const timer = setInterval(() => {
      response.write('.');
      if (--left > 0) return;
      clearInterval(timer);
      response.end();
    }, 120);
  });
  const { url: gateway } = await proxied(url, 1_000);
  expect(await (await fetch(gateway)).text()).toBe('..........');
});

test('connections to a service are kept alive', async () => {
  const { server, url } = await service((_request, response) => response.end('x'));
  let connections = 0;
  server.on('connection', () => {
    connections++;
  });
  const { url: gateway } = await proxied(url, 5_000);
  for (let turn = 0; turn < 5; turn++) await (await fetch(gateway)).text();
  expect(connections).toBe(1);
});

test('an answer that breaks off never looks complete', async () => {
  const { url } = await service((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.destroy());
  });
  const { url: gateway } = await proxied(url, 5_000);
  await expect(fetch(gateway).then((answer) => answer.text())).rejects.toThrow();
});

test('a service hears of it when who asked has gone', async () => {
  const gone = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const { url } = await service((_request, response) => {
    response.once('close', gone.resolve);
    arrived.resolve();
  });
  const { url: gateway } = await proxied(url, 60_000);
  const leaving = new AbortController();
  const asked = fetch(gateway, { signal: leaving.signal });
  await arrived.promise;
  leaving.abort();
  await expect(asked).rejects.toThrow();
  await gone.promise;
});

test('503 as it drains for who waits and has no answer yet, and no fault in the log; a begun answer ends', async () => {
  const begun = Promise.withResolvers<ServerResponse>();
  const arrived = Promise.withResolvers<void>();
  const { url } = await service((request, response) => {
    if (request.url !== '/begun') return arrived.resolve();
    response.writeHead(200, { 'content-length': '2' });
    response.write('o', () => begun.resolve(response));
  });
  const draining = new AbortController();
  const { url: gateway } = await proxied(url, 60_000, { draining: draining.signal });
  const waiting = fetch(`${gateway}/waiting`);
  const reading = await fetch(`${gateway}/begun`);
  await arrived.promise;
  draining.abort();
  const late = await fetch(`${gateway}/late`);
  for (const answer of [await waiting, late]) {
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  }
  (await begun.promise).end('k');
  expect(await reading.text()).toBe('ok');
  expect(logged()).not.toContain('Draining');
});

test.each(['reads on', 'reads nothing'])(
  'who sends all of a long body before reading gets the early answer of a service that %s, and the next one',
  async (what) => {
    const { url } = await service((request, response) => {
      response.writeHead(request.method === 'POST' ? 400 : 200).end('\n');
      if (what === 'reads on') request.resume();
    });
    const body = Buffer.alloc(8_000_000, 'x');
    const head = `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\n\r\n`;
    const socket = say(await proxied(url, 5_000), head);
    await new Promise<void>((resolve, reject) => {
      socket.once('close', () => reject(new Error('the connection was cut')));
      socket.write(body, () => resolve());
    });
    socket.write('GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    let text = '';
    for await (const chunk of socket) text += chunk;
    expect(text.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 200']);
  },
);

test('503 with Retry-After where the name server is silent about a service; another service is found meanwhile', async () => {
  const names = await nameServer(({ name, type }) => {
    if (name === 'silent.test') return 'silent';
    return type === 'A' ? ['127.0.0.1'] : [];
  });
  const lookup = createNameLookup({ hostsFile: '', resolverFile: '', servers: [names.address] });
  const { url } = await service((_request, response) => response.end('x'));
  const named = (host: string) => proxied(new URL(url.href.replace('127.0.0.1', host)), 60_000, { lookup });
  const [silent, healthy] = await Promise.all([named('silent.test'), named('healthy.test')]);
  let answered = 0;
  const waiting = Array.from({ length: 20 }, async () => {
    const answer = await fetch(silent.url);
    answered++;
    return answer;
  });
  expect(await (await fetch(healthy.url)).text()).toBe('x');
  expect(answered).toBe(0);
  for (const answer of await Promise.all(waiting)) {
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
  }
  names.close();
});
