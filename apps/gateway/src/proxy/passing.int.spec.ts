import { credentials, gatewayUnderTest, operatorToken } from '../testing/gateway-under-test.ts';

const { ask, makeClient, say, seen, startGateway, upstreamOf } = gatewayUnderTest();

describe('who passes', () => {
  test('a client’s request arrives with a credential that names it, and nothing of its token', async () => {
    const { id, token } = await makeClient();
    const answer = await ask('/services/x/roles?a=1', { token });
    expect(answer).toMatchObject({ status: 200, body: { service: 'access' } });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.url).toBe('/services/x/roles?a=1');
    expect(seen[0]?.headers.authorization).toBeUndefined();
    expect(credentials.verify(String(seen[0]?.headers['x-gatehouse-credential']))).toMatchObject({
      serviceId: id,
    });
    expect(answer.headers.get('x-gatehouse-inside')).toBeNull();
  });

  test.each(['/users', '/manage/services', '/nowhere', '/services/x/invitations', '/manage'])(
    '401: %s without a token, and no service hears of it',
    async (path) => {
      const answer = await ask(path, { method: 'POST', body: 'x'.repeat(300_000) });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.body).toMatchObject({
        success: false,
        message: 'Missing Authorization header',
        status: 401,
      });
      expect(seen).toEqual([]);
    },
  );

  test('401: a second Authorization header', async () => {
    const { token } = await makeClient();
    const answer = await say(
      `GET /users HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\nauthorization: Bearer ${token}\r\n\r\n`,
    );
    expect(answer).toContain('HTTP/1.1 401');
    expect(seen).toEqual([]);
  });

  test('403: /manage by a client, whatever comes after', async () => {
    const { token } = await makeClient();
    for (const path of ['/manage/services', '/manage/users', '/manage/nowhere', '/manage']) {
      expect((await ask(path, { token })).status).toBe(403);
    }
    expect(seen).toEqual([]);
  });

  test('the operator passes, and 404 is a problem', async () => {
    expect(await ask('/manage/users', { token: operatorToken })).toMatchObject({
      status: 200,
      body: { service: 'directory' },
    });
    expect(credentials.verify(String(seen[0]?.headers['x-gatehouse-credential']))).toEqual({
      kind: 'operator',
    });
    expect((await ask('/nowhere', { token: operatorToken })).status).toBe(404);
  });

  test('open pages need no token, and their caller is public', async () => {
    const answer = await ask('/register/a-token', { headers: { authorization: 'Bearer rubbish' } });
    expect(answer).toMatchObject({ status: 200, body: { service: 'invitations' } });
    expect(credentials.verify(String(seen[0]?.headers['x-gatehouse-credential']))).toEqual({
      kind: 'public',
    });
  });

  test('a person gets a page, with all that it loads, while the service behind it does not answer', async () => {
    const upstream = upstreamOf('invitations');
    upstream.answer = (request) => void request.socket.destroy();
    const browser = { accept: 'text/html,*/*;q=0.8' };
    const page = await ask('/register/a-token', { headers: browser });
    expect(page.status).toBeGreaterThanOrEqual(500);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).toContain(page.headers.get('x-correlation-id') ?? '-');
    for (const [, address = ''] of page.text.matchAll(/(?:href|src)="(\/assets\/[^"]*)"/g)) {
      expect((await ask(address)).status).toBe(200);
    }
    const program = await ask('/register/a-token');
    expect(program.headers.get('content-type')).toBe('application/problem+json');
    upstream.answer = undefined;
  });

  test('the mailbox is the operator’s where others can reach it', async () => {
    const other = await startGateway({ mailbox: 'operator' });
    expect((await ask('/mailbox', { at: other.url })).status).toBe(401);
    await other.close();
  });

  test('health, metrics and the documentation need no token', async () => {
    for (const path of ['/livez', '/readyz', '/healthcheck', '/metrics', '/docs', '/openapi.json']) {
      const answers = [await ask(path), await ask(`${path}/`)];
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect((await ask(`${path}//`)).status).toBe(401);
    }
    for (const path of ['/readyz', '/readyz/']) {
      expect((await ask(path, { method: 'POST' })).headers.get('allow')).toBe('GET, HEAD');
    }
  });
});
