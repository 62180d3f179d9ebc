import { cliUnderTest, PAGE } from '../testing/cli-under-test.ts';

const { gatehouse, platform } = cliUnderTest();
const APPS = ['directory', 'access', 'invitations', 'notifier'];
const METRICS = `# HELP gatehouse_consumer_lag_records records
gatehouse_consumer_lag_records{group="gateway.services",topic="a",app="gateway"} 3
gatehouse_consumer_lag_records{group="gateway.services",topic="b",app="gateway"} 4
`;

function answerAll(ready: boolean) {
  const failing = ready ? [] : ['http://localhost:43891'];
  const answer = (call: string, body: unknown, status = 200) => platform().answer(call, { status, body });
  answer('GET /readyz', { status: ready ? 'ready' : 'not ready', failing }, ready ? 200 : 503);
  answer('GET /openapi.json', { info: { version: '1.2.3' } });
  for (const plural of ['organisations', 'services', 'invitations']) {
    answer(`GET /manage/${plural}`, { [plural]: [], ...PAGE });
  }
  answer('GET /manage/deliveries', { deliveries: [], ...PAGE, numberOfRecords: 2 });
  answer('GET /manage/read-models', { readModels: [{ name: 'lists', generation: 'lists-1' }], ...PAGE });
  answer('GET /manage/read-models/invitations-projections', {
    name: 'invitations-projections',
    generation: 'projections-1',
  });
  answer('GET /manage/read-models/notifier-recipients', {
    name: 'notifier-recipients',
    generation: 'recipients-1',
  });
  platform().answer('GET /metrics', { status: 200, text: METRICS });
}

test('a platform that is ready: 0, with what waits', async () => {
  answerAll(true);
  const { exitCode, out, err } = await gatehouse('status', '--json', '--data-dir', '/nowhere');
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(JSON.parse(out)).toEqual({
    url: platform().url,
    ready: true,
    failing: [],
    apps: APPS.map((app) => ({ app, answers: true })),
    version: '1.2.3',
    gatewayLag: 7,
    pendingDeliveries: 2,
    failedDeliveries: 2,
    deadLetters: null,
    unknown: { deadLetters: expect.stringContaining('There is no event log in /nowhere.') },
    readModels: [
      { name: 'lists', generation: 'lists-1' },
      { name: 'invitations-projections', generation: 'projections-1' },
      { name: 'notifier-recipients', generation: 'recipients-1' },
    ],
  });
  const asked = platform().received.map(({ path, query }) => `${path} ${query.status ?? ''}`);
  expect(asked).toEqual(expect.arrayContaining(['/manage/deliveries pending', '/manage/deliveries failed']));
});

test('one that is not: 1, with what fails, also while services behind it are away', async () => {
  answerAll(false);
  for (const path of ['/manage/deliveries', '/manage/read-models']) {
    platform().answer(`GET ${path}`, {
      status: 503,
      body: { code: 'unavailable', detail: 'Not now', correlationId: 'c-1' },
    });
  }
  platform().answer('GET /metrics', { status: 401 });
  const { exitCode, out, err } = await gatehouse('status', '--data-dir', '/nowhere');
  expect(exitCode).toBe(1);
  expect(out).toMatch(/^ready +false$/m);
  expect(out).toContain('http://localhost:43891');
  expect(out).toContain('unknown: /metrics wants the METRICS_TOKEN of the platform');
  expect(out).toMatch(/^pendingDeliveries +unknown: Not now\. Correlation id: c-1$/m);
  expect(err).toBe('error: The platform is not ready: no good answer from notifier\n');
});

test('a gateway that is ready before an app that hangs, and one that something in between keeps away: 1', async () => {
  answerAll(true);
  platform().answer('GET /manage/organisations', 'never');
  platform().answer('GET /manage/services', { status: 403, text: '<html>' });
  const { exitCode, out, err } = await gatehouse('status', '--json', '--data-dir', '/nowhere');
  expect(exitCode).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    ready: false,
    failing: [],
    apps: [
      {
        app: 'directory',
        answers: false,
        reason: expect.stringMatching(/^No answer from .* within \d+ s$/),
      },
      {
        app: 'access',
        answers: false,
        reason: expect.stringContaining('answered 403, and not by the platform'),
      },
      { app: 'invitations', answers: true },
      { app: 'notifier', answers: true },
    ],
    pendingDeliveries: 2,
  });
  expect(JSON.parse(err)).toEqual({
    code: 'unavailable',
    message: 'The platform is not ready: no good answer from directory, access',
  });
});

test('what cannot be found out is never blank', async () => {
  answerAll(true);
  platform().answer('GET /metrics', { status: 200, text: '# nothing' });
  platform().answer('GET /openapi.json', { status: 404 });
  platform().answer('GET /manage/read-models', { status: 502, text: 'Bad Gateway' });
  const { exitCode, out } = await gatehouse('status', '--data-dir', '/nowhere');
  expect(exitCode).toBe(0);
  for (const [name, reason] of [
    ['version', '/openapi.json was answered 404'],
    ['gatewayLag', '/metrics does not have gatehouse_consumer_lag_records'],
    ['deadLetters', 'There is no event log in /nowhere.'],
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
