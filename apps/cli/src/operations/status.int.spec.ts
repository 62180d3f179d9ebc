import { cliUnderTest, PAGE } from '../testing/cli-under-test.ts';

const { gatehouse, platform } = cliUnderTest();
const LAG = [
  { topic: 'a', group: 'x', records: 3 },
  { topic: 'b', group: 'y', records: 4 },
];
const HEALTH = {
  apps: [
    { name: 'gateway', ready: true, outboxAgeMs: 0, lag: [] },
    { name: 'access', ready: true, outboxAgeMs: 12, lag: LAG },
  ],
  deadLetters: 1,
  failingWebhooks: 0,
};

function answerAll(ready: boolean) {
  const failing = ready ? [] : ['http://localhost:43891'];
  const answer = (call: string, body: unknown, status = 200) => platform().answer(call, { status, body });
  answer('GET /readyz', { status: ready ? 'ready' : 'not ready', failing }, ready ? 200 : 503);
  answer('GET /openapi.json', { info: { version: '1.2.3' } });
  answer('GET /manage/health', HEALTH);
  answer('GET /manage/deliveries', { deliveries: [], ...PAGE, numberOfRecords: 2 });
  answer('GET /manage/read-models', { readModels: [{ name: 'lists', generation: 'lists-1' }], ...PAGE });
  answer('GET /manage/read-models/invitations-projections', {
    name: 'invitations-projections',
    generation: 'projections-1',
  });
  const signIn = { name: 'signin-projections', generation: 'projections-1' };
  answer('GET /manage/read-models/signin-projections', signIn);
  const accounts = { name: 'accounts-projections', generation: 'projections-1' };
  answer('GET /manage/read-models/accounts-projections', accounts);
  const recipients = { name: 'notifier-recipients', generation: 'recipients-1' };
  answer('GET /manage/read-models/notifier-recipients', recipients);
}

test('a platform that is ready: 0, with what waits', async () => {
  answerAll(true);
  const { exitCode, out, err } = await gatehouse('status', '--json');
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(JSON.parse(out)).toEqual({
    url: platform().url,
    ready: true,
    failing: [],
    apps: [
      { app: 'gateway', ready: true, outboxAgeMs: 0, lag: 0 },
      { app: 'access', ready: true, outboxAgeMs: 12, lag: 7 },
    ],
    deadLetters: 1,
    failingWebhooks: 0,
    version: '1.2.3',
    pendingDeliveries: 2,
    failedDeliveries: 2,
    unknown: {},
    readModels: [
      { name: 'lists', generation: 'lists-1' },
      { name: 'invitations-projections', generation: 'projections-1' },
      { name: 'signin-projections', generation: 'projections-1' },
      { name: 'accounts-projections', generation: 'projections-1' },
      { name: 'notifier-recipients', generation: 'recipients-1' },
    ],
  });
  const asked = platform().received.map(({ path, query }) => `${path} ${query.status ?? ''}`);
  expect(asked).toEqual(expect.arrayContaining(['/manage/deliveries pending', '/manage/deliveries failed']));
});

test('an app that is away: 1, with its name, and what the others tell', async () => {
  answerAll(true);
  const notifier = { name: 'notifier', ready: false, outboxAgeMs: null, lag: [] };
  const body = { apps: [...HEALTH.apps, notifier], deadLetters: null, failingWebhooks: null };
  platform().answer('GET /manage/health', { status: 200, body });
  platform().answer('GET /manage/deliveries', {
    status: 503,
    body: { code: 'unavailable', detail: 'Not now', correlationId: 'c-1' },
  });
  const { exitCode, out, err } = await gatehouse('status');
  expect(exitCode).toBe(1);
  expect(out).toMatch(/^ready +false$/m);
  expect(out).toMatch(/^deadLetters +unknown: the notifier does not tell$/m);
  expect(out).toMatch(/^pendingDeliveries +unknown: Not now\. Correlation id: c-1$/m);
  expect(out).toMatch(/^access +true +12 +7$/m);
  expect(err).toBe('error: The platform is not ready: notifier\n');
});

test('a gateway that is not ready, and one that cannot gather: 1', async () => {
  answerAll(false);
  const behind = await gatehouse('status');
  expect(behind.exitCode).toBe(1);
  expect(behind.out).toContain('http://localhost:43891');
  answerAll(true);
  platform().answer('GET /manage/health', { status: 403, text: '<html>' });
  const { exitCode, out, err } = await gatehouse('status', '--json');
  expect(exitCode).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    ready: false,
    apps: [],
    health: null,
    unknown: { health: expect.stringContaining('answered 403, and not by the platform') },
    pendingDeliveries: 2,
  });
  expect(JSON.parse(err)).toEqual({ code: 'unavailable', message: 'The platform is not ready' });
});

test('what hangs is not waited for', async () => {
  answerAll(true);
  platform().answer('GET /manage/health', 'never');
  const { exitCode, out } = await gatehouse('status');
  expect(exitCode).toBe(1);
  expect(out).toMatch(/^health +unknown: No answer from .* within \d+ s$/m);
});

test('what cannot be found out is never blank', async () => {
  answerAll(true);
  platform().answer('GET /openapi.json', { status: 404 });
  platform().answer('GET /manage/read-models', { status: 502, text: 'Bad Gateway' });
  const { exitCode, out } = await gatehouse('status');
  expect(exitCode).toBe(0);
  for (const [name, reason] of [
    ['version', '/openapi.json was answered 404'],
    ['readModels', '/manage/read-models was answered 502, and not by the platform.'],
  ]) {
    expect(out).toContain(`${name?.padEnd(19)}unknown: ${reason}`);
  }
  expect(out).toMatch(/^failing +none$/m);
  expect(out).not.toMatch(/^\w+ *$/m);
});

test('what is not the platform: 1; nobody: 3; a wrong secret: 1', async () => {
  platform().answer('GET /readyz', { status: 200, text: '<html>' });
  expect(await gatehouse('status')).toMatchObject({ exitCode: 1, out: '' });
  answerAll(true);
  platform().answer('GET /manage/deliveries', { status: 401, body: { message: 'invalid signature' } });
  expect((await gatehouse('status')).err).toContain('error: invalid signature\n');
  await platform().close();
  expect(await gatehouse('status')).toMatchObject({ exitCode: 3, out: '' });
});
