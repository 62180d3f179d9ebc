import { credentials, gatewayUnderTest } from '../testing/gateway-under-test.ts';

const { ask, makeClient, say, seen, urlOf } = gatewayUnderTest();

describe('headers', () => {
  test('what is the platform’s own, or between neighbours, never comes from outside', async () => {
    const { token } = await makeClient();
    const forged = credentials.issue({ kind: 'operator' });
    await say(
      `GET /users HTTP/1.1\r\nHost: outside.example.org\r\nAuthorization: bearer ${token}\r\n` +
        `X-Gatehouse-Credential: ${forged}\r\nx-gatehouse-anything: 1\r\nX-Forwarded-For: 1.1.1.1\r\nX-Forwarded-Host: b\r\n` +
        'Forwarded: for=1.1.1.1\r\nProxy-Authorization: x\r\nTE: trailers\r\nUpgrade: h2c\r\nKeep-Alive: timeout=5\r\n' +
        'Connection: keep-alive, x-private, upgrade\r\nx-private: 1\r\nx-public: 2\r\nx-public: 3\r\n\r\n',
    );
    const headers = seen[0]?.headers ?? {};
    expect(credentials.verify(String(headers['x-gatehouse-credential']))).toMatchObject({ kind: 'client' });
    const { host } = new URL(urlOf('access'));
    expect(headers).toMatchObject({ host, 'x-public': '2, 3', connection: 'keep-alive' });
    for (const name of [
      'x-gatehouse-anything',
      'x-forwarded-for',
      'x-forwarded-host',
      'forwarded',
      'proxy-authorization',
      'te',
      'upgrade',
      'keep-alive',
      'x-private',
    ]) {
      expect(headers[name]).toBeUndefined();
    }
  });

  test('a header may have any name', async () => {
    const { token } = await makeClient();
    const odd = 'constructor: a\r\nconstructor: b\r\n__proto__: c\r\ntoString: d\r\nhasOwnProperty: e\r\n';
    const answer = await say(
      `GET /users HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\n${odd}\r\n`,
    );
    expect(answer).toContain('HTTP/1.1 200');
    expect(Object.getOwnPropertyDescriptor(seen[0]?.headers, 'constructor')?.value).toBe('a, b');
  });

  test('a session that is there twice is passed on so that neither value is one', async () => {
    const { token } = await makeClient();
    const twice = 'GOVUK-Account-Session: a$$b\r\nGOVUK-Account-Session: c\r\n';
    await say(`GET /api/user HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\n${twice}\r\n`);
    expect(seen.at(-1)?.headers['govuk-account-session']).toBe(', a$$b, c');
  });

  test('a correlation id is taken, carried and returned, or made', async () => {
    const { token } = await makeClient();
    await ask('/users', { token, headers: { 'x-correlation-id': 'mine:1' } });
    expect(seen[0]?.headers['x-correlation-id']).toBe('mine:1');
    await ask('/users', { token, headers: { 'x-correlation-id': 'not mine' } });
    expect(seen[1]?.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    const refused = await ask('/users', { headers: { 'x-correlation-id': 'mine:2' } });
    expect(refused.headers.get('x-correlation-id')).toBe('mine:2');
    expect(refused.body.correlationId).toBe('mine:2');
  });

  test('bodies pass, by length and in chunks', async () => {
    const { token } = await makeClient();
    await ask('/services/x/invitations', { method: 'POST', token, body: 'by length' });
    const chunked = { method: 'POST', token, body: new Blob(['in chunks']).stream(), duplex: 'half' };
    await ask('/services/x/invitations', chunked as RequestInit);
    const head = `host: a\r\nauthorization: Bearer ${token}\r\n`;
    await say(
      `DELETE /organisations/announcements/1 HTTP/1.1\r\n${head}transfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n`,
    );
    expect(seen.map(({ body }) => body)).toEqual(['by length', 'in chunks', 'hi']);
  });

  test('a client that sends Connection: close gets the connection closed', async () => {
    const { token } = await makeClient();
    const head = `host: a\r\nauthorization: Bearer ${token}\r\n`;
    const answer = await say(`GET /users HTTP/1.1\r\n${head}connection: close\r\n\r\n`, /never/);
    expect(answer).toMatch(/HTTP\/1.1 200[\s\S]*connection: close/i);
    expect(await say(`GET /users HTTP/1.0\r\n${head}\r\n`, /never/)).toContain('HTTP/1.1 200');
  });
});
