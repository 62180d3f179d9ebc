import { CREDENTIAL_HEADER, OWN_HEALTH_PATH } from '@gatehouse/http';
import { credentials, gatewayUnderTest, operatorToken } from '../testing/gateway-under-test.ts';

const { ask, logged, forgetLog, makeClient, seen, startGateway, upstreamOf } = gatewayUnderTest();

interface Shown {
  name: string;
  ready: boolean;
  outboxAgeMs: number | null;
  lag: { topic: string; group: string; records: number }[];
}

/** What the app answers about itself. */
function tells(app: string, body: unknown, status = 200): void {
  upstreamOf(app).answer = (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

async function health() {
  const answer = await ask('/manage/health', { token: operatorToken });
  expect(answer.status).toBe(200);
  const apps = new Map((answer.body.apps as Shown[]).map((app) => [app.name, app]));
  return { ...answer, appNamed: (name: string) => apps.get(name) };
}

describe('GET /manage/health', () => {
  test('shows what each app tells of itself, and the gateway', async () => {
    const lag = [{ topic: 'directory.users.v1', group: 'access.users-2', records: 7 }];
    tells('directory', { ready: true, outboxAgeMs: 0, lag: [] });
    tells('access', { ready: false, outboxAgeMs: 1_200, lag, deadLetters: 4 });
    const { appNamed, headers } = await health();
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(appNamed('gateway')).toEqual({
      name: 'gateway',
      ready: true,
      outboxAgeMs: 0,
      lag: [
        { topic: 'access.services.v1', group: 'gateway.services', records: 0 },
        { topic: 'signin.keys.v1', group: 'gateway.signing-keys', records: 0 },
      ],
    });
    expect(appNamed('directory')).toEqual({ name: 'directory', ready: true, outboxAgeMs: 0, lag: [] });
    expect(appNamed('access')).toEqual({ name: 'access', ready: false, outboxAgeMs: 1_200, lag });
  });

  test('an app that does not answer, answers nonsense or refuses is not ready', async () => {
    tells('directory', 'no { json');
    tells('access', { ready: true }, 500);
    tells('invitations', { status: 'fine' });
    forgetLog();
    const { body, appNamed } = await health();
    for (const name of ['directory', 'access', 'invitations', 'notifier'])
      expect(appNamed(name)).toEqual({ name, ready: false, outboxAgeMs: null, lag: [] });
    expect(body).toMatchObject({ deadLetters: null, failingWebhooks: null });
    expect(logged()).toContain('"app":"notifier"');
  });

  test('figures that an app cannot find out are null or empty, and it stays ready', async () => {
    tells('access', { ready: true, outboxAgeMs: null, lag: null });
    expect((await health()).appNamed('access')).toEqual({
      name: 'access',
      ready: true,
      outboxAgeMs: null,
      lag: [],
    });
  });

  test('an app without outbox and consumers has none', async () => {
    tells('console', { ready: true });
    expect((await health()).appNamed('console')).toEqual({
      name: 'console',
      ready: true,
      outboxAgeMs: 0,
      lag: [],
    });
  });

  test('the apps are asked as the operator, with the request’s correlation id', async () => {
    await ask('/manage/health', { token: operatorToken, headers: { 'x-correlation-id': 'health-1' } });
    expect(seen.map(({ service }) => service).sort()).toEqual([
      'access',
      'accounts',
      'console',
      'directory',
      'invitations',
      'signin',
    ]);
    for (const { url, headers } of seen) {
      expect(url).toBe(OWN_HEALTH_PATH);
      expect(credentials.verify(String(headers[CREDENTIAL_HEADER]))).toEqual({ kind: 'operator' });
      expect(headers['x-correlation-id']).toBe('health-1');
    }
  });

  test('an app that hangs is not waited for', async () => {
    const leave = Promise.withResolvers<void>();
    upstreamOf('access').answer = async (_request, response) => {
      await leave.promise;
      response.end('{}');
    };
    const { appNamed } = await health();
    leave.resolve();
    expect(appNamed('access')).toMatchObject({ ready: false });
  });

  test('401 without a token and 403 for a client: no app is asked', async () => {
    const { token } = await makeClient();
    expect((await ask('/manage/health')).status).toBe(401);
    expect((await ask('/manage/health', { token })).status).toBe(403);
    expect((await ask('/manage/health', { token, method: 'POST' })).status).toBe(403);
    expect(seen).toEqual([]);
  });

  test('405 for any other method, and 404 below it', async () => {
    const refused = await ask('/manage/health', { token: operatorToken, method: 'POST' });
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe('GET, HEAD');
    expect((await ask('/manage/health/access', { token: operatorToken })).status).toBe(404);
    expect(seen).toEqual([]);
  });

  test('what the apps tell the gateway is not to be had from outside', async () => {
    expect((await ask(OWN_HEALTH_PATH, { token: operatorToken })).status).toBe(404);
    expect(seen).toEqual([]);
  });

  test('the rate limit does not count the operator', async () => {
    const limited = await startGateway({ rateLimitPerMinute: 1 });
    try {
      for (let n = 0; n < 3; n++) {
        const { status } = await ask('/manage/health', { token: operatorToken, at: limited.url });
        expect(status).toBe(200);
      }
    } finally {
      await limited.close();
    }
  });
});
