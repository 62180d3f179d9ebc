import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import {
  credentials,
  gatewayUnderTest,
  ISSUER,
  operatorToken,
  PUBLIC_URL,
} from '../testing/gateway-under-test.ts';
import { PERSON, personClaims, personToken, SESSION } from '../testing/person-token-under-test.ts';

const { ask, makeClient, publish, publishKeys, seen, sessionUses, signingKey, startGateway } =
  gatewayUnderTest();

function tokenOf(more: Record<string, unknown> = {}): string {
  const seconds = Math.floor(Date.now() / 1_000);
  return personToken(signingKey.privateKey, personClaims(ISSUER, `${PUBLIC_URL}/me`, seconds, more));
}

beforeAll(async () => {
  await publishKeys([signingKey.key]);
  const token = tokenOf();
  await eventually(async () => expect((await ask('/me', { token })).status).toBe(200));
});

describe('a person’s token', () => {
  test('says who calls, to the app that owns the path', async () => {
    const token = tokenOf();
    for (const [path, service] of [
      ['/me', 'access'],
      ['/me/services', 'access'],
      ['/me/sessions', 'signin'],
      [`/me/sessions/${SESSION}`, 'signin'],
      ['/me/sign-ins?page=2', 'signin'],
    ] as const) {
      expect((await ask(path, { token })).status).toBe(200);
      expect(seen.at(-1)).toMatchObject({ service, url: path });
      expect(seen.at(-1)?.headers).not.toHaveProperty('authorization');
      expect(credentials.verify(String(seen.at(-1)?.headers['x-gatehouse-credential']))).toEqual({
        ...{ kind: 'person', userId: PERSON, clientId: 'console', scopes: ['me'], sessionId: SESSION },
      });
    }
  });

  test('is a use of its session, told to sign-in behind the call, and not for each call', async () => {
    const sid = newId();
    const told = () =>
      sessionUses.flatMap(({ method, service, headers }) => {
        const caller = credentials.verify(String(headers['x-gatehouse-credential']));
        return caller?.kind === 'person' && caller.sessionId === sid ? [[method, service]] : [];
      });
    expect((await ask('/me/services', { token: tokenOf({ sid, exp: 1 }) })).status).toBe(401);
    for (const path of ['/me/services', '/me/sessions', '/me']) {
      expect((await ask(path, { token: tokenOf({ sid }) })).status).toBe(200);
    }
    await eventually(async () => expect(told()).toEqual([['POST', 'signin']]));
    expect((await ask('/internal/session-use', { method: 'POST', token: tokenOf({ sid }) })).status).toBe(
      401,
    );
    expect(told()).toHaveLength(1);
  });

  test('reads a member in access, and changes them in directory; what no app does is 405 with all that is done', async () => {
    const path = `/me/organisations/${newId()}/members/${newId()}`;
    for (const [method, service] of [
      ['GET', 'access'],
      ['HEAD', 'access'],
      ['PUT', 'directory'],
      ['DELETE', 'directory'],
    ] as const) {
      expect((await ask(path, { token: tokenOf(), method })).status).toBe(200);
      expect(seen.at(-1)).toMatchObject({ service, method, url: path });
    }
    const before = seen.length;
    const refused = await ask(path, { token: tokenOf(), method: 'POST' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT, DELETE']);
    expect((await ask(path, { method: 'POST' })).status).toBe(401);
    expect(seen).toHaveLength(before);
  });

  test('is good nowhere else: 401, and nothing is forwarded', async () => {
    const token = tokenOf();
    for (const path of ['/users', '/manage/users', '/services/x/roles', '/nothing', '/mean']) {
      const { status } = await ask(path, { token });
      expect([path, status]).toEqual([path, 401]);
    }
    expect(seen).toEqual([]);
  });

  test('needs the scope of a supporter below /support: 403, else forwarded', async () => {
    const { status, body } = await ask('/support/requests', { token: tokenOf() });
    expect([status, body.code]).toEqual([403, 'forbidden']);
    expect((await ask('/me', { token: tokenOf({ scope: 'openid support' }) })).status).toBe(403);
    expect(seen).toEqual([]);
    expect((await ask('/support/requests', { token: tokenOf({ scope: 'openid support' }) })).status).toBe(
      200,
    );
    expect(seen[0]?.service).toBe('access');
  });
});

test('no token: 401, as everywhere', async () => {
  const { status, headers, body } = await ask('/me/sessions');
  expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  expect(body).toMatchObject({ success: false, message: 'Missing Authorization header' });
});

test('a token that does not count: 401 with error="invalid_token"', async () => {
  for (const token of ['nonsense', tokenOf({ aud: PUBLIC_URL }), tokenOf({ exp: 1 })]) {
    const { status, headers } = await ask('/me/sessions', { token });
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"']);
  }
  expect(seen).toEqual([]);
});

test('a client’s token, and the operator’s: 403', async () => {
  const { token } = await makeClient();
  for (const each of [token, operatorToken]) {
    for (const path of ['/me', '/me/sessions', '/support/requests']) {
      expect((await ask(path, { token: each })).status).toBe(403);
    }
  }
  expect(seen).toEqual([]);
});

test('a client that may not act for people any more, or is disabled: refused within a second', async () => {
  const id = newId();
  await publish(id, { params: { actsForPeople: 'true' } });
  const token = tokenOf({ client_id: `client-${id.slice(0, 8)}` });
  const becomes = (status: number) =>
    eventually(async () => expect((await ask('/me', { token })).status).toBe(status));
  await becomes(200);
  await publish(id, { params: {} });
  await becomes(401);
  await publish(id, { params: { actsForPeople: 'support' } });
  await becomes(200);
  await publish(id, { params: { actsForPeople: 'support' }, status: 0 });
  await becomes(401);
});

test('600 a minute for a person, whatever the client; switched off with the clients’ limit', async () => {
  const limited = await startGateway({ rateLimitPerMinute: 1_000_000 });
  try {
    const token = tokenOf();
    await eventually(async () => expect((await ask('/readyz', { at: limited.url })).status).toBe(200));
    const statuses = new Set<number>();
    for (let round = 0; round < 60 && !statuses.has(429); round++) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => ask('/me', { token, at: limited.url })),
      );
      for (const { status } of answers) statuses.add(status);
    }
    expect([...statuses].toSorted()).toEqual([200, 429]);
    const other = tokenOf({ sub: newId() });
    expect((await ask('/me', { token: other, at: limited.url })).status).toBe(200);
  } finally {
    await limited.close();
  }
});

test('a compromised key: what it signed is refused within a second', async () => {
  const token = tokenOf();
  expect((await ask('/me', { token })).status).toBe(200);
  await publishKeys([]);
  await eventually(async () => expect((await ask('/me', { token })).status).toBe(401));
});
