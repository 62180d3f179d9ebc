import { createApp, createCredentials } from '@gatehouse/http';
import { createHealth, createLogger, createMetrics, newId } from '@gatehouse/runtime';
import { gatewayUnderTest, INTERNAL_KEY, operatorToken } from '../testing/gateway-under-test.ts';

const { ask, makeClient, upstreamOf, logged, forgetLog } = gatewayUnderTest();
const NEW_KEY = 'a new internal key of some length';

/** A service that knows these internal keys, and has nothing to show. */
function serviceThatKnows(...internalKeys: string[]) {
  return createApp({
    routes: [],
    credentials: createCredentials(internalKeys),
    log: createLogger({ name: 'access', level: 'silent' }),
    health: createHealth(),
    metrics: createMetrics('access'),
  });
}

test.each([
  ['a read', 'GET', '/users'],
  ['a body that nobody reads', 'POST', `/services/${newId()}/invitations`],
])('503, not 401, where a service lacks the internal key: %s', async (_case, method, path) => {
  const { token, id } = await makeClient();
  for (const name of ['access', 'invitations']) upstreamOf(name).answer = serviceThatKnows(NEW_KEY);
  forgetLog();
  const body = method === 'POST' ? 'x'.repeat(90_000) : null;
  const headers = { 'content-type': 'application/json', 'x-correlation-id': 'mine' };
  const answer = await ask(path.replace(/[0-9A-F-]{36}/, id), { token, method, body, headers });
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(answer.headers.get('www-authenticate')).toBeNull();
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('x-gatehouse-credential-refused')).toBeNull();
  expect(answer.body).toMatchObject({ status: 503, code: 'unavailable', correlationId: 'mine' });
  expect(answer.text).not.toMatch(/INTERNAL_KEY|gateway/);
  expect(logged()).toMatch(/"level":"error".*INTERNAL_KEY: 127\.0\.0\.1:\d+ refuses/);
  expect(logged()).not.toContain(INTERNAL_KEY);
});

test('503 as well where the answer is held back until a new client is known', async () => {
  upstreamOf('access').answer = serviceThatKnows(NEW_KEY);
  const headers = { 'content-type': 'application/json' };
  const path = `/manage/services/${newId()}`;
  expect((await ask(path, { token: operatorToken, method: 'PUT', body: '{}', headers })).status).toBe(503);
});

test('a service that has the new key behind the old one takes what is signed by either', async () => {
  const { token } = await makeClient();
  upstreamOf('access').answer = serviceThatKnows(NEW_KEY, INTERNAL_KEY);
  expect((await ask('/users', { token })).status).toBe(404);
  upstreamOf('access').answer = serviceThatKnows(INTERNAL_KEY, NEW_KEY);
  expect((await ask('/users', { token })).status).toBe(404);
});

test("a 401 of a service's own is passed on", async () => {
  const { token } = await makeClient();
  upstreamOf('access').answer = (_request, response) => {
    response.writeHead(401, { 'www-authenticate': 'Basic' }).end('its own');
  };
  const answer = await ask('/users', { token });
  expect(answer).toMatchObject({ status: 401, text: 'its own' });
  expect(answer.headers.get('www-authenticate')).toBe('Basic');
});
