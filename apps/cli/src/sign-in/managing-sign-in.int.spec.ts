import { cliUnderTest, PAGE, SERVICE, USER } from '../testing/cli-under-test.ts';

const { gatehouse, platform, fileOf } = cliUnderTest();
const ID = '0B2C9F1E-7C2D-4E3B-9A5F-1D2E3F4A5B6C';
const user = `/manage/users/${USER}`;
const provider = `/manage/identity-providers/${ID}`;
const sent = () => platform().received.map(({ method, path }) => `${method} ${path}`);
const body = () => JSON.parse(platform().received.at(-1)?.text ?? '');

const RECORD = {
  ...{ at: '2026-03-02T09:00:00.000Z', method: 'code', outcome: 'wrong-code' },
  ...{ serviceId: SERVICE, organisationId: null, address: '192.0.2.0/24' },
};

test('what came of a user’s sign-ins, a page of it', async () => {
  const answer = { signIns: [RECORD], ...PAGE, numberOfRecords: 2, numberOfPages: 2 };
  platform().answer(`GET ${user}/sign-ins`, { status: 200, body: answer });
  const { exitCode, out, err } = await gatehouse(
    ...['sign-in', 'records', USER, '--page', '1', '--page-size', '1'],
  );
  expect(exitCode).toBe(0);
  expect(out).toMatch(/wrong-code.*code.*192\.0\.2\.0\/24/);
  expect(err).toContain('--page 2');
});

test('where a user is signed in; and out everywhere, once that is confirmed', async () => {
  const session = {
    ...{ id: ID, startedAt: RECORD.at, lastUsedAt: RECORD.at, method: 'code', browser: 'Firefox on Windows' },
    services: [
      { serviceId: SERVICE, name: 'Meals', firstAt: RECORD.at },
      { serviceId: ID, name: null },
    ],
  };
  platform().answer(`GET ${user}/sessions`, { status: 200, body: { sessions: [session], ...PAGE } });
  platform().answer(`DELETE ${user}/sessions`, { status: 204 });
  const { out } = await gatehouse('sign-in', 'session', 'list', USER);
  expect(out).toContain('Firefox on Windows');
  expect(out).toContain(`Meals, ${ID}`);
  expect(await gatehouse('sign-in', 'session', 'end', USER)).toMatchObject({ exitCode: 2 });
  expect(sent()).toEqual([`GET ${user}/sessions`]);
  expect(await gatehouse('sign-in', 'session', 'end', USER, '--yes')).toMatchObject({ exitCode: 0 });
  expect(sent().at(-1)).toBe(`DELETE ${user}/sessions`);
});

test('identities are listed, and taken away', async () => {
  const identity = {
    id: ID,
    providerId: ID,
    issuer: 'https://id.example',
    subject: 'a-1',
    linkedBy: 'email',
  };
  platform().answer(`GET ${user}/identities`, { status: 200, body: { identities: [identity], ...PAGE } });
  platform().answer(`DELETE ${user}/identities/${ID}`, { status: 204 });
  expect((await gatehouse('sign-in', 'identity', 'list', USER)).out).toContain('https://id.example');
  await gatehouse('sign-in', 'identity', 'delete', USER, ID, '--yes');
  expect(sent().at(-1)).toBe(`DELETE ${user}/identities/${ID}`);
});

test('a provider is added under a new id, its secret from a file', async () => {
  platform().answerAll({
    status: 201,
    body: { redirectUri: 'https://gatehouse.example/sign-in/from/x' },
  });
  const file = fileOf('secret', 'the-secret\n');
  const { exitCode, out } = await gatehouse(
    ...['sign-in', 'provider', 'add', '--name', 'Hill', '--issuer', 'https://id.example'],
    ...['--client-id', 'gatehouse', '--client-secret-file', file, '--scope', 'openid'],
  );
  expect([exitCode, sent()]).toEqual([
    0,
    [expect.stringMatching(/^PUT \/manage\/identity-providers\/[0-9A-F-]{36}$/)],
  ]);
  expect(body()).toEqual({
    ...{ name: 'Hill', issuer: 'https://id.example', clientId: 'gatehouse' },
    ...{ clientSecret: 'the-secret', scopes: ['openid'] },
  });
  expect(out).toContain('/sign-in/from/x');
});

test('of a provider what is not named stays; an empty list is taken away', async () => {
  const held = { name: 'Hill', issuer: 'https://id.example', clientId: 'gatehouse', mfa: ['mfa'], status: 1 };
  const shown = { id: ID, ...held, redirectUri: 'https://x', createdAt: RECORD.at, updatedAt: RECORD.at };
  platform().answer(`GET ${provider}`, { status: 200, body: shown });
  platform().answer(`PUT ${provider}`, { status: 200, body: shown });
  await gatehouse(
    ...['sign-in', 'provider', 'set', ID, '--status', 'inactive', '--service', SERVICE, '--mfa', ''],
  );
  const { mfa: _, ...rest } = held;
  expect(body()).toEqual({ ...rest, status: 0, services: [SERVICE] });
});

test('providers are listed, shown and removed', async () => {
  const one = { id: ID, name: 'Hill', issuer: 'https://id.example', status: 1 };
  const all = { identityProviders: [one], ...PAGE };
  platform().answer('GET /manage/identity-providers', { status: 200, body: all });
  platform().answer(`GET ${provider}`, { status: 200, body: one });
  platform().answer(`DELETE ${provider}`, { status: 204 });
  expect((await gatehouse('sign-in', 'provider', 'list')).out).toContain('https://id.example');
  expect((await gatehouse('sign-in', 'provider', 'show', ID)).out).toContain('Hill');
  await gatehouse('sign-in', 'provider', 'delete', ID, '--yes');
  expect(sent().at(-1)).toBe(`DELETE ${provider}`);
});

test('signing keys are listed, and the next one brought in; a compromised one goes once that is confirmed', async () => {
  const keys = { signingKeys: [{ kid: 'k-1', state: 'current', since: RECORD.at }] };
  platform().answer('GET /manage/signing-keys', { status: 200, body: keys });
  platform().answer('POST /manage/signing-keys', { status: 200, body: keys });
  expect((await gatehouse('sign-in', 'key', 'list')).out).toMatch(/k-1.*current/);
  await gatehouse('sign-in', 'key', 'rotate');
  expect(body()).toEqual({});
  expect(await gatehouse('sign-in', 'key', 'compromised', 'k-1')).toMatchObject({ exitCode: 2 });
  expect(platform().received).toHaveLength(2);
  await gatehouse('sign-in', 'key', 'compromised', 'k-1', '--yes');
  expect(body()).toEqual({ compromised: 'k-1' });
});
