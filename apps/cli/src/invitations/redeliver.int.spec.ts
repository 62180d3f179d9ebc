import { cliUnderTest, SERVICE } from '../testing/cli-under-test.ts';

const { gatehouse, platform } = cliUnderTest();
const BULK = '/manage/deliveries/redeliver';
const DELIVERY = '0B2C9F1E-7C2D-4E3B-9A5F-1D2E3F4A5B6C';
const SINCE = '2026-11-30T09:00:00Z';

test('one by its id', async () => {
  platform().answer(`POST /manage/deliveries/${DELIVERY}/redeliver`, { status: 202, body: { id: DELIVERY } });
  expect(await gatehouse('delivery', 'redeliver', DELIVERY)).toMatchObject({ exitCode: 0 });
  expect(platform().received).toHaveLength(1);
});

test('many by what they have in common, with a remark where there are more', async () => {
  platform().answer(`POST ${BULK}`, { status: 202, body: { redelivered: 10_000, more: true } });
  const options = ['--since', SINCE, '--until', '2026-11-30T10:00:00Z', '--service', SERVICE];
  const { exitCode, out, err } = await gatehouse(
    ...['delivery', 'redeliver', ...options, '--status', 'failed', '--kind', 'webhook'],
  );
  expect(exitCode).toBe(0);
  expect(JSON.parse(platform().received[0]?.text ?? '')).toEqual({
    serviceId: SERVICE,
    kind: 'webhook',
    since: SINCE,
    until: '2026-11-30T10:00:00Z',
    status: 'failed',
  });
  expect(out).toMatch(/^redelivered +10000$/m);
  expect(err).toContain('run it again');
});

test.each([
  [['redeliver']],
  [['redeliver', '--since', SINCE]],
  [['redeliver', '--status', 'failed']],
  [['redeliver', '--since', SINCE, '--status', 'delivered']],
  [['redeliver', DELIVERY, '--since', SINCE, '--status', 'failed']],
  [['redeliver', '--since', SINCE, '--status', 'failed', '--kind', 'pigeon']],
])('%j is wrong usage, and asks nobody', async (args) => {
  expect((await gatehouse('delivery', ...args)).exitCode).toBe(2);
  expect(platform().received).toEqual([]);
});

test('a refusal names the options', async () => {
  platform().answer(`POST ${BULK}`, { status: 400, body: { errors: ['since: is no instant'] } });
  const { exitCode, err } = await gatehouse(
    'delivery',
    'redeliver',
    '--since',
    'monday',
    '--status',
    'failed',
  );
  expect([exitCode, err]).toEqual([1, 'error: --since: is no instant\n']);
});

test('a list is narrowed by kind and time', async () => {
  platform().answer('GET /manage/deliveries', { status: 200, body: { deliveries: [], numberOfRecords: 0 } });
  await gatehouse('delivery', 'list', '--kind', 'webhook', '--status', 'superseded', '--since', SINCE);
  expect(platform().received[0]?.query).toEqual({ kind: 'webhook', status: 'superseded', since: SINCE });
});
