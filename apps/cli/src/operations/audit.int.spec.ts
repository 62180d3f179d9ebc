import { cliUnderTest, PAGE, SERVICE, USER } from '../testing/cli-under-test.ts';

const { gatehouse, platform } = cliUnderTest();
const RECORD = {
  id: 'A1',
  at: '2026-11-30T10:00:00.000Z',
  actor: 'operator',
  action: 'changed',
  entity: { type: 'grant', id: 'G1', userId: USER, serviceId: SERVICE },
  changed: ['roles', 'identifiers'],
  before: { roles: ['COOK'] },
  after: { roles: ['CHEF'] },
  correlationId: 'c-1',
};

test('prints who changed what, and asks for what is wanted', async () => {
  platform().answer('GET /manage/audit', { status: 200, body: { records: [RECORD], ...PAGE } });
  const wanted = [
    '--actor',
    'operator',
    '--entity',
    USER,
    '--type',
    'grant',
    '--since',
    '2026-11-30T09:00:00Z',
  ];
  const { exitCode, out } = await gatehouse('audit', ...wanted);
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^at +actor +action +type +entity +changed +correlationId$/m);
  expect(out).toMatch(/operator +changed +grant +G1 +roles, identifiers +c-1$/m);
  expect(platform().received[0]?.query).toEqual({
    actor: 'operator',
    entity: USER,
    type: 'grant',
    since: '2026-11-30T09:00:00Z',
  });
});

test('with --json the values before and after are there', async () => {
  platform().answer('GET /manage/audit', { status: 200, body: { records: [RECORD], ...PAGE } });
  expect(JSON.parse((await gatehouse('audit', '--json')).out)).toEqual({ records: [RECORD], ...PAGE });
});
