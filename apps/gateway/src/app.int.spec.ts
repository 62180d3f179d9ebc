import { eventually } from '@gatehouse/testing';
import { gatewayUnderTest, operatorToken } from './testing/gateway-under-test.ts';

const { ask, forgetLog, logged, makeClient, startGateway, upstreamOf } = gatewayUnderTest();

test('the log holds patterns and ids, never a URL or a token', async () => {
  const { id, token } = await makeClient();
  forgetLog();
  await ask('/users?email=anna@example.org', { token });
  await ask('/nowhere?email=anna@example.org', { token });
  expect(logged()).toContain('"route":"/users/**"');
  expect(logged()).toContain(id);
  expect(logged()).not.toMatch(/anna|nowhere/);
  expect(logged()).not.toContain(token);
});

test('closing lets a request in flight finish', async () => {
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

describe('services that fail', () => {
  test('503 with Retry-After where no service listens', async () => {
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
