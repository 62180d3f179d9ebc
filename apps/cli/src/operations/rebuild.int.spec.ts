import { run } from '../run.ts';
import { captureTerminal } from '../testing/captured-terminal.ts';
import { type PlatformStandIn, startPlatformStandIn } from '../testing/platform-stand-in.ts';

const PEOPLE = { name: 'people', generation: 'people-1' };
const REBUILDING = { run: 'abc', status: 'building', handled: 2, total: 5, deadLetters: 0 };
const LIST = { readModels: [PEOPLE], numberOfRecords: 1, page: 1, numberOfPages: 1 };
const DONE = { ...PEOPLE, generation: 'people-1.abc' };

let platform: PlatformStandIn;
beforeEach(async () => {
  platform = await startPlatformStandIn();
});
afterEach(() => platform.close());

async function rebuild(...args: string[]) {
  const terminal = captureTerminal({ GATEHOUSE_URL: platform.url, OPERATOR_SECRET: 'a-secret' });
  const exitCode = await run(['rebuild', ...args], terminal);
  return { exitCode, ...terminal.written };
}

function begins(): void {
  const body = { ...PEOPLE, rebuilding: REBUILDING };
  platform.answer('POST /manage/read-models/people/rebuild', { status: 202, body });
}

test('begins and waits until the new one is read', async () => {
  begins();
  platform.answer('GET /manage/read-models/people', { status: 200, body: DONE });
  const { exitCode, out, err } = await rebuild('people', '--json');
  expect([exitCode, JSON.parse(out), err]).toEqual([0, DONE, '']);
});

test('--no-wait only begins', async () => {
  begins();
  const { exitCode, out } = await rebuild('people', '--no-wait', '--json');
  expect([exitCode, JSON.parse(out)]).toEqual([0, { ...PEOPLE, rebuilding: REBUILDING }]);
  expect(platform.received).toHaveLength(1);
});

test('--list shows all of them, those of other services too', async () => {
  platform.answer('GET /manage/read-models', { status: 200, body: LIST });
  const copies = { name: 'invitations-projections', generation: 'projections-1', rebuilding: REBUILDING };
  platform.answer('GET /manage/read-models/invitations-projections', { status: 200, body: copies });
  const signIn = { name: 'signin-projections', generation: 'projections-1' };
  platform.answer('GET /manage/read-models/signin-projections', { status: 200, body: signIn });
  const accounts = { status: 200, body: { name: 'accounts-projections', generation: 'projections-1' } };
  platform.answer('GET /manage/read-models/accounts-projections', accounts);
  const recipients = { name: 'notifier-recipients', generation: 'recipients-1' };
  platform.answer('GET /manage/read-models/notifier-recipients', { status: 200, body: recipients });
  const { exitCode, out } = await rebuild('--list');
  expect(exitCode).toBe(0);
  expect(out).toMatch(/people.*people-1/);
  expect(out).toMatch(/notifier-recipients.*recipients-1/);
  expect(out).toMatch(/invitations-projections.*projections-1.*building.*2.*5/);
});

test('one under way is told apart, with how to see it: 1', async () => {
  const body = { detail: 'A rebuild of this read model is under way' };
  platform.answer('POST /manage/read-models/people/rebuild', { status: 409, body });
  const { exitCode, err } = await rebuild('people');
  expect(exitCode).toBe(1);
  expect(err).toContain('under way');
  expect(err).toContain('gatehouse rebuild --list');
});

test('an unknown one is answered with those there are: 1', async () => {
  platform.answer('GET /manage/read-models', { status: 200, body: LIST });
  const elsewhere = { status: 200, body: { name: 'invitations-projections' } };
  platform.answer('GET /manage/read-models/invitations-projections', elsewhere);
  const signIn = { status: 200, body: { name: 'signin-projections' } };
  platform.answer('GET /manage/read-models/signin-projections', signIn);
  const accounts = { status: 200, body: { name: 'accounts-projections', generation: 'projections-1' } };
  platform.answer('GET /manage/read-models/accounts-projections', accounts);
  const recipients = { status: 200, body: { name: 'notifier-recipients' } };
  platform.answer('GET /manage/read-models/notifier-recipients', recipients);
  const { exitCode, err } = await rebuild('poeple');
  expect(exitCode).toBe(1);
  expect(err).toContain(
    'There is no read model poeple. There are: people, invitations-projections, signin-projections, accounts-projections, notifier-recipients',
  );
});

test('none named is wrong usage: 2', async () => {
  expect((await rebuild()).exitCode).toBe(2);
  expect(platform.received).toEqual([]);
});

test('--give-up ends it', async () => {
  platform.answer('DELETE /manage/read-models/people/rebuild', { status: 204 });
  const { exitCode, out } = await rebuild('people', '--give-up');
  expect([exitCode, out]).toEqual([0, 'Given up: people stays as it was\n']);
});
