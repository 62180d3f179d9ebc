import { run } from '../run.ts';
import { captureTerminal } from '../testing/captured-terminal.ts';
import { cliUnderTest, SECRET, SERVICE } from '../testing/cli-under-test.ts';

const { gatehouse, platform } = cliUnderTest();
const PATH = `/services/${SERVICE}/webhook`;
const WEBHOOK = {
  serviceId: SERVICE,
  url: 'https://meals.example.org/hooks',
  events: ['user.updated'],
  status: 'enabled',
  disabledReason: null,
  disabledAt: null,
  failingSince: null,
  createdAt: '2026-11-30T10:00:00.000Z',
  updatedAt: '2026-11-30T10:00:00.000Z',
};

const sent = () =>
  platform().received.map(({ method, path, text }) => [
    method,
    path,
    text === '' ? undefined : JSON.parse(text),
  ]);

test.each(['show', 'get'])('%s prints the webhook', async (command) => {
  platform().answer(`GET ${PATH}`, { status: 200, body: WEBHOOK });
  const { exitCode, out } = await gatehouse('webhook', command, SERVICE);
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^url +https:\/\/meals\.example\.org\/hooks$/m);
  expect(out).toMatch(/^status +enabled$/m);
});

test('set registers one where there is none', async () => {
  platform().answer(`PUT ${PATH}`, { status: 201, body: WEBHOOK });
  const args = ['--to', WEBHOOK.url, '--events', 'user.updated, user.removed'];
  expect(await gatehouse('webhook', 'set', SERVICE, ...args)).toMatchObject({ exitCode: 0, err: '' });
  expect(sent()).toEqual([
    ['GET', PATH, undefined],
    ['PUT', PATH, { url: WEBHOOK.url, events: ['user.updated', 'user.removed'] }],
  ]);
});

test('set keeps what it does not name, and says that a disabled webhook stays disabled', async () => {
  const disabled = { ...WEBHOOK, status: 'disabled', disabledReason: 'failing' };
  platform().answer(`GET ${PATH}`, { status: 200, body: disabled });
  platform().answer(`PUT ${PATH}`, { status: 200, body: disabled });
  const { err } = await gatehouse('webhook', 'set', SERVICE, '--events', '*');
  expect(sent()[1]).toEqual(['PUT', PATH, { url: WEBHOOK.url, events: ['*'], status: 'disabled' }]);
  expect(err).toContain('gatehouse webhook enable');
});

test.each([
  ['enable', 'enabled'],
  ['disable', 'disabled'],
])('%s sets the status alone', async (command, status) => {
  platform().answer(`GET ${PATH}`, { status: 200, body: WEBHOOK });
  platform().answer(`PUT ${PATH}`, { status: 200, body: { ...WEBHOOK, status } });
  expect((await gatehouse('webhook', command, SERVICE)).exitCode).toBe(0);
  expect(sent()[1]).toEqual(['PUT', PATH, { url: WEBHOOK.url, events: WEBHOOK.events, status }]);
});

test('delete asks first, or takes --yes', async () => {
  platform().answer(`DELETE ${PATH}`, { status: 204 });
  expect((await gatehouse('webhook', 'delete', SERVICE)).exitCode).not.toBe(0);
  expect(platform().received).toEqual([]);
  expect(await gatehouse('webhook', 'delete', SERVICE, '--yes')).toMatchObject({ exitCode: 0 });
  expect(sent()).toEqual([['DELETE', PATH, undefined]]);
});

test.each([
  [['webhook', 'test', SERVICE], {}],
  [['webhook', 'test', SERVICE, '--type', 'user.removed'], { type: 'user.removed' }],
  [['trigger', 'user.removed', '--service', SERVICE], { type: 'user.removed' }],
])('%j sends a test event', async (args, body) => {
  platform().answer(`POST ${PATH}/test`, { status: 202, body: { deliveryId: 'D1' } });
  expect(await gatehouse(...args)).toMatchObject({ exitCode: 0, out: 'deliveryId  D1\n' });
  expect(sent()).toEqual([['POST', `${PATH}/test`, body]]);
});

test('a service acts for itself, and for a child', async () => {
  const env = { GATEHOUSE_URL: platform().url, API_SECRET: SECRET };
  const asMeals = (...args: string[]) => run([...args, '--client-id', 'school-meals'], captureTerminal(env));
  platform().answerAll({ status: 202, body: { deliveryId: 'D1' } });
  expect(await asMeals('trigger', 'webhook.test')).toBe(0);
  expect(await asMeals('webhook', 'test', 'kitchen')).toBe(0);
  expect(platform().received.map(({ path }) => path)).toEqual([
    '/services/school-meals/webhook/test',
    '/services/kitchen/webhook/test',
  ]);
});

test('without a service and as the operator it is wrong usage', async () => {
  expect(await gatehouse('webhook', 'show')).toMatchObject({ exitCode: 2 });
  expect(await gatehouse('trigger', 'webhook.test')).toMatchObject({ exitCode: 2 });
  expect(platform().received).toEqual([]);
});

test('a refusal names the options', async () => {
  const errors = ['url: must be https', 'events[0]: is no event type'];
  platform().answer(`PUT ${PATH}`, { status: 400, body: { errors } });
  const { exitCode, err } = await gatehouse('webhook', 'set', SERVICE, '--to', 'http://x', '--events', 'a');
  expect([exitCode, err.split('\n').slice(1, 3)]).toEqual([
    1,
    ['  --to: must be https', '  --events[0]: is no event type'],
  ]);
});
