import { cliUnderTest, PAGE, SERVICE, USER } from '../testing/cli-under-test.ts';

const { gatehouse, platform, fileOf } = cliUnderTest();
const user = `/manage/users/${USER}`;
const sent = () => platform().received.map(({ method, path }) => `${method} ${path}`);
const body = () => JSON.parse(platform().received.at(-1)?.text ?? '');
const AT = '2026-03-02T09:00:00.000Z';

test('an attribute: declared, listed, and deleted once that is confirmed', async () => {
  const attribute = { name: 'one', type: 'text', writable: true, mfa: { get: true, set: true } };
  platform().answer('PUT /manage/attributes/one', { status: 201, body: attribute });
  platform().answer('GET /manage/attributes', { status: 200, body: { attributes: [attribute], ...PAGE } });
  platform().answer('DELETE /manage/attributes/one', { status: 204 });
  const put = await gatehouse('attribute', 'put', 'one', '--type', 'text', '--mfa-get', '--reader', SERVICE);
  expect(put.exitCode).toBe(0);
  expect(body()).toEqual({
    type: 'text',
    writable: true,
    mfa: { get: true, set: false },
    readers: [SERVICE],
  });
  expect((await gatehouse('attribute', 'list')).out).toMatch(/one.*text/);
  expect(await gatehouse('attribute', 'delete', 'one')).toMatchObject({ exitCode: 2 });
  expect(await gatehouse('attribute', 'delete', 'one', '--yes')).toMatchObject({ exitCode: 0 });
  expect(sent().at(-1)).toBe('DELETE /manage/attributes/one');
});

test('whose an account is, and where somebody is signed in', async () => {
  const subject = 'urn:fdc:example.org:2026:sam';
  const encoded = encodeURIComponent(subject);
  const identity = { subject, issuer: 'https://id.example.org', linkedBy: 'operator', createdAt: AT };
  const session = { id: USER, mfa: false, startedAt: AT, lastUsedAt: AT, expiresAt: AT };
  platform().answer(`GET ${user}/account-identities`, {
    status: 200,
    body: { identities: [identity], ...PAGE },
  });
  platform().answer(`PUT ${user}/account-identities/${encoded}`, { status: 201, body: identity });
  platform().answer(`DELETE ${user}/account-identities/${encoded}`, { status: 204 });
  platform().answer(`GET ${user}/account-sessions`, { status: 200, body: { sessions: [session], ...PAGE } });
  platform().answer(`DELETE ${user}/account-sessions`, { status: 204 });
  expect((await gatehouse('account', 'identities', USER)).out).toContain(subject);
  expect((await gatehouse('account', 'link', USER, subject)).out).toContain('operator');
  expect(await gatehouse('account', 'unlink', USER, subject, '--yes')).toMatchObject({
    exitCode: 0,
    out: expect.stringContaining(`The account ${subject} is taken`),
  });
  expect((await gatehouse('account', 'sessions', USER)).out).toContain(USER);
  expect(await gatehouse('account', 'end', USER, '--yes')).toMatchObject({ exitCode: 0 });
  expect(sent()).toEqual([
    `GET ${user}/account-identities`,
    `PUT ${user}/account-identities/${encoded}`,
    `DELETE ${user}/account-identities/${encoded}`,
    `GET ${user}/account-sessions`,
    `DELETE ${user}/account-sessions`,
  ]);
});

test('the provider: shown, put from a file, given a key, and taken away', async () => {
  const record = { issuer: 'https://id.example.org', clientId: 'gatehouse' };
  platform().answer('GET /manage/account-provider', { status: 200, body: record });
  platform().answer('PUT /manage/account-provider', { status: 200, body: record });
  platform().answer('PUT /manage/account-provider/redirect', { status: 200, body: record });
  platform().answer('POST /manage/account-provider/key', {
    status: 201,
    body: { keys: [{ kid: 'k-1', alg: 'RS256' }] },
  });
  platform().answer('DELETE /manage/account-provider', { status: 204 });
  expect((await gatehouse('account-provider', 'show')).out).toContain('https://id.example.org');
  await gatehouse(
    'account-provider',
    'put',
    '--file',
    fileOf('provider.json', JSON.stringify({ ...record, clientSecret: 's' })),
  );
  expect(body()).toEqual({ ...record, clientSecret: 's' });
  expect(
    await gatehouse('account-provider', 'put', '--file', fileOf('broken.json', 'no JSON')),
  ).toMatchObject({
    exitCode: 2,
  });
  await gatehouse('account-provider', 'redirect', 'https://www.example.org/back');
  expect(body()).toEqual({ redirectUri: 'https://www.example.org/back' });
  expect((await gatehouse('account-provider', 'key', '--overlap', '0')).out).toContain('k-1');
  expect(body()).toEqual({ overlapSeconds: 0 });
  expect(await gatehouse('account-provider', 'delete', '--yes')).toMatchObject({ exitCode: 0 });
});
