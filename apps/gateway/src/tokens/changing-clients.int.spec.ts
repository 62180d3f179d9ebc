import { newId } from '@gatehouse/runtime';
import { clientToken, eventually } from '@gatehouse/testing';
import { gatewayUnderTest, operatorToken, SECRET } from '../testing/gateway-under-test.ts';

const { ask, makeClient, nextVersion, publish, startGateway, upstreamOf } = gatewayUnderTest();

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

  test('is unknown within a second of being deleted', async () => {
    const { id, token } = await makeClient();
    await publish(id, { clientId: '', status: 0, secrets: [], removedAt: new Date().toISOString() });
    await eventually(
      async () => {
        const { status, body } = await ask('/users', { token });
        expect([status, body.message]).toEqual([401, 'Unknown issuer']);
      },
      { timeoutMs: 1_000 },
    );
  });

  test('an answer that names a new client is held back until the client works here', async () => {
    const id = newId();
    const access = upstreamOf('access');
    access.answer = (_request, response) => {
      response.writeHead(201, {
        'content-type': 'application/json',
        'x-gatehouse-service-version': `${id};${nextVersion()}`,
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
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(30);
  expect((await ask('/users', { token: other, at: limited.url })).status).toBe(200);
  expect((await ask('/users', { token: operatorToken, at: limited.url })).status).toBe(200);
  await limited.close();
});
