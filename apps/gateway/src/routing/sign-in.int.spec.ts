import { eventually } from '@gatehouse/testing';
import { gatewayUnderTest } from '../testing/gateway-under-test.ts';

const { ask, makeClient, say, seen, startGateway } = gatewayUnderTest();
const BASIC = `Basic ${Buffer.from('a client:its secret').toString('base64')}`;

test.each([
  '/.well-known/openid-configuration',
  '/oidc/token',
  '/oidc/userinfo',
  '/sign-in/an-interaction/code',
])('%s needs no token, and its Authorization is passed on as it is', async (path) => {
  for (const authorization of [BASIC, 'Bearer an-opaque-token', 'bearer  x.y.z', 'whatever']) {
    const { status } = await ask(path, { method: 'POST', headers: { authorization } });
    expect(status).toBe(200);
    expect(seen.at(-1)).toMatchObject({ service: 'signin', url: path, headers: { authorization } });
  }
  expect((await ask(path)).status).toBe(200);
  expect(seen.at(-1)?.headers).not.toHaveProperty('authorization');
});

test('several are told as the one list that they are', async () => {
  await say(
    'GET /oidc/userinfo HTTP/1.1\r\nhost: a\r\nauthorization: Basic a\r\nauthorization: Bearer b\r\n\r\n',
  );
  expect(seen[0]?.headers.authorization).toBe('Basic a, Bearer b');
});

test('no other app is told any', async () => {
  const { token } = await makeClient();
  const headers = { authorization: `Bearer ${token}` };
  for (const path of ['/users', '/register/a-token', '/assets/style.css', '/operator']) {
    await ask(path, { headers });
    expect(seen.at(-1)?.headers).not.toHaveProperty('authorization');
  }
  expect(seen).toHaveLength(4);
});

describe('the address of the client', () => {
  const forged = { 'x-gatehouse-address': '203.0.113.9', 'x-forwarded-for': '203.0.113.8, 198.51.100.7' };

  test('is that of the connection, whatever the client says', async () => {
    await ask('/sign-in/an-interaction', { headers: forged });
    expect(seen[0]?.headers['x-gatehouse-address']).toBe('127.0.0.1');
    expect(seen[0]?.headers).not.toHaveProperty('x-forwarded-for');
  });

  test('is what the trusted proxies name', async () => {
    const behindOne = await startGateway({ trustedProxies: 1 });
    try {
      await eventually(async () => expect((await ask('/readyz', { at: behindOne.url })).status).toBe(200));
      await ask('/oidc/authorize', { at: behindOne.url, headers: forged });
      expect(seen[0]?.headers['x-gatehouse-address']).toBe('198.51.100.7');
    } finally {
      await behindOne.close();
    }
  });
});
