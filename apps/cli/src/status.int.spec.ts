import { cliUnderTest, PAGE } from './testing/cli-under-test.ts';

const { gatehouse, platform } = cliUnderTest();
const METRICS = `# HELP gatehouse_consumer_lag_records records
gatehouse_consumer_lag_records{group="gateway.services",topic="a",app="gateway"} 3
gatehouse_consumer_lag_records{group="gateway.services",topic="b",app="gateway"} 4
`;

function answerAll(ready: boolean) {
  const failing = ready ? [] : ['http://localhost:43891'];
  const answer = (call: string, body: unknown, status = 200) => platform().answer(call, { status, body });
  answer('GET /readyz', { status: ready ? 'ready' : 'not ready', failing }, ready ? 200 : 503);
  answer('GET /openapi.json', { info: { version: '1.2.3' } });
  answer('GET /manage/deliveries', { deliveries: [], ...PAGE, numberOfRecords: 2 });
  answer('GET /manage/read-models', { readModels: [{ name: 'lists', generation: 'lists-1' }], ...PAGE });
  answer('GET /manage/read-models/invitations-copies', {
    name: 'invitations-copies',
    generation: 'copies-1',
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
    version: '1.2.3',
    gatewayLag: 7,
    pendingDeliveries: 2,
    failedDeliveries: 2,
    readModels: [
      { name: 'lists', generation: 'lists-1' },
      { name: 'invitations-copies', generation: 'copies-1' },
    ],
  });
  const asked = platform().received.map(({ path, query }) => `${path} ${query.status ?? ''}`);
  expect(asked).toEqual(expect.arrayContaining(['/manage/deliveries pending', '/manage/deliveries failed']));
});

test('one that is not: 1, with what fails, also while services behind it are away', async () => {
  answerAll(false);
  for (const path of ['/manage/deliveries', '/manage/read-models']) {
    platform().answer(`GET ${path}`, { status: 503, body: { code: 'unavailable', detail: 'Not now' } });
  }
  platform().answer('GET /metrics', { status: 401 });
  const { exitCode, out, err } = await gatehouse('status', '--data-dir', '/nowhere');
  expect(exitCode).toBe(1);
  expect(out).toMatch(/^ready +false$/m);
  expect(out).toContain('http://localhost:43891');
  expect(err).toBe('error: The platform is not ready\n');
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
