import { user } from '@gatehouse/contracts/testing';
import { newId } from '@gatehouse/runtime';
import { eventually, identityProvider, type ScriptedProvider } from '@gatehouse/testing';
import { type SigninUnderTest, startSigninUnderTest, testId } from '../testing/signin-under-test.ts';
import { identitiesCollection, openIdentities } from './identities.store.ts';
import { allProviders, identityProvidersCollection } from './identity-providers.store.ts';

const PATH = '/manage/identity-providers';
const CLIENT = { kind: 'client', serviceId: testId('a client'), clientId: 'a-client' } as const;
const NEEDED = { name: 'School accounts', issuer: 'https://id.example.org', clientId: 'gatehouse' };
const DEFAULTS = { scopes: ['openid', 'email', 'profile'], trustEmail: 'verified', mfa: [], status: 1 };

let app: SigninUnderTest;
beforeAll(async () => {
  app = await startSigninUnderTest();
});
afterAll(() => app.close());

async function call(
  method: string,
  path: string,
  body?: unknown,
  caller: Parameters<SigninUnderTest['send']>[0] = { kind: 'operator' },
) {
  const sent =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await app.send(caller, method, path, sent);
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads from an answer is what it then checks
  return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as any };
}

const put = (body: unknown, id = newId()) => call('PUT', `${PATH}/${id}`, body);
const stored = () => allProviders(app.store.collection(identityProvidersCollection));

describe('PUT /manage/identity-providers/{id}', () => {
  test('201 with the defaults, and then 200', async () => {
    const id = newId();
    const made = await put(NEEDED, id.toLowerCase());
    expect(made).toEqual({
      status: 201,
      body: {
        ...{ id, ...NEEDED, ...DEFAULTS },
        redirectUri: `${app.publicUrl}/sign-in/from/${id}`,
        backchannelLogoutUri: `${app.publicUrl}/sign-in/from/${id}/logout`,
        ...{ createdAt: expect.any(String), updatedAt: expect.any(String) },
      },
    });
    const again = await put({ ...NEEDED, name: 'Others' }, id);
    expect(again).toMatchObject({ status: 200, body: { name: 'Others', createdAt: made.body.createdAt } });
  });

  test('every member, the secret excepted, is shown; the secret is kept sealed', async () => {
    const service = newId();
    const body = {
      ...NEEDED,
      ...{ clientSecret: 'a-secret-of-the-test', scopes: ['openid', 'groups'], trustEmail: 'always' },
      ...{ mfa: ['mfa', 'hwk'], services: [service.toLowerCase()], status: 0 },
    };
    const { clientSecret, ...shown } = body;
    const made = await put(body);
    expect(made).toMatchObject({ status: 201, body: { ...shown, services: [service] } });
    expect(made.body).not.toHaveProperty('clientSecret');
    const [kept] = (await stored()).filter(({ state }) => state.id === made.body.id);
    expect(kept?.state.clientSecret).toEqual(expect.any(String));
    expect(JSON.stringify(kept)).not.toContain(clientSecret);
    expect(app.logged.join()).not.toContain(clientSecret);
  });

  test('a secret that is left out stays while issuer and client id do', async () => {
    const id = newId();
    const secret = async () => (await stored()).find(({ state }) => state.id === id)?.state.clientSecret;
    await put({ ...NEEDED, clientSecret: 'one' }, id);
    const before = await secret();
    await put({ ...NEEDED, name: 'Renamed' }, id);
    expect(await secret()).toBe(before);
    await put({ ...NEEDED, issuer: 'https://other.example.org' }, id);
    expect(await secret()).toBeUndefined();
  });

  test.each<[string, Record<string, unknown>]>([
    ['name', { name: undefined }],
    ['name', { name: '  ' }],
    ['name', { name: 'x'.repeat(256) }],
    ['name', { name: 'a\u0000b' }],
    ['issuer', { issuer: undefined }],
    ['issuer', { issuer: 'id.example.org' }],
    ['issuer', { issuer: 'http://id.example.org' }],
    ['issuer', { issuer: 'https://id.example.org?a=b' }],
    ['issuer', { issuer: 'https://id.example.org/#a' }],
    ['issuer', { issuer: 'https://user:pass@id.example.org' }],
    ['clientId', { clientId: undefined }],
    ['clientId', { clientId: '' }],
    ['clientId', { clientId: 'é' }],
    ['clientSecret', { clientSecret: '' }],
    ['clientSecret', { clientSecret: 7 }],
    ['scopes', { scopes: ['email'] }],
    ['scopes', { scopes: ['openid', 'openid'] }],
    ['scopes', { scopes: 'openid' }],
    ['scopes', { scopes: ['openid', 'two words'] }],
    ['trustEmail', { trustEmail: 'never' }],
    ['mfa', { mfa: 'mfa' }],
    ['mfa', { mfa: [''] }],
    ['services', { services: ['not-a-uuid'] }],
    ['services', { services: [] }],
    ['status', { status: 2 }],
    ['status', { status: '1' }],
    ['kind', { kind: 'identity-provider' }],
  ])('400 names the member: %s %j', async (member, change) => {
    const before = await stored();
    const refused = await put({ ...NEEDED, ...change });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body.errors)).toContain(member);
    expect(await stored()).toEqual(before);
  });

  test('http is for loopback', async () => {
    expect((await put({ ...NEEDED, issuer: 'http://localhost:4000' })).status).toBe(201);
  });

  test('404 for what is no UUID', async () => {
    expect((await put(NEEDED, 'school')).status).toBe(404);
  });
});

describe('reading and removing', () => {
  test('one, and all by name', async () => {
    const [a, b] = await Promise.all(['AA first', 'AB second'].map((name) => put({ ...NEEDED, name })));
    expect(await call('GET', `${PATH}/${a?.body.id}`)).toEqual({ status: 200, body: a?.body });
    const list = await call('GET', `${PATH}?pageSize=2`);
    expect(list.body).toMatchObject({ identityProviders: [a?.body, b?.body], page: 1 });
    expect(list.body.numberOfRecords).toBe((await stored()).length);
  });

  test('DELETE takes it away; made again it is new', async () => {
    const { body } = await put({ ...NEEDED, clientSecret: 'one' });
    const path = `${PATH}/${body.id}`;
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('DELETE', path)).status).toBe(404);
    expect((await put(NEEDED, body.id)).status).toBe(201);
    const [kept] = (await stored()).filter(({ state }) => state.id === body.id);
    expect(kept?.state).not.toHaveProperty('clientSecret');
  });

  test.each([
    ['GET', newId()],
    ['DELETE', newId()],
    ['GET', 'school'],
  ])('%s of an unknown one is 404', async (method, id) => {
    expect((await call(method, `${PATH}/${id}`)).status).toBe(404);
  });
});

describe('identities of a user', () => {
  const identities = () => openIdentities(app.store.collection(identitiesCollection), () => app.clock.now());
  const link = (userId: string, subject: string) =>
    identities().link(
      {
        ...{ issuer: 'https://id.example.org', subject, userId, providerId: testId('provider') },
        ...{ linkedBy: 'registration', correlationId: 'a-request' },
      },
      'public',
    );

  test('are listed, shown and taken away', async () => {
    const ann = testId('ann');
    const one = await link(ann, 'one');
    await link(testId('bob'), 'bob');
    const shown = {
      ...{ id: one.id, providerId: testId('provider'), issuer: 'https://id.example.org', subject: 'one' },
      ...{ linkedBy: 'registration', createdAt: expect.any(String) },
    };
    const path = `/manage/users/${ann}/identities`;
    expect((await call('GET', path)).status).toBe(404);
    await app.neighbours.publish('gatehouse.directory.user.v1', user(ann));
    await eventually(async () => expect((await call('GET', path)).status).toBe(200));
    expect((await call('GET', path)).body).toMatchObject({ identities: [shown], numberOfRecords: 1 });
    expect((await call('GET', `${path}/${one.id}`)).body).toEqual(shown);
    expect((await call('DELETE', `/manage/users/${testId('bob')}/identities/${one.id}`)).status).toBe(404);
    expect((await call('DELETE', `${path}/${one.id}`)).status).toBe(204);
    expect((await call('DELETE', `${path}/${one.id}`)).status).toBe(404);
    expect((await call('GET', path)).body.identities).toEqual([]);
  });
});

test('a user who is removed keeps no identity', async () => {
  const bea = testId('bea');
  const collection = app.store.collection(identitiesCollection);
  const identities = openIdentities(collection, () => app.clock.now());
  const account = { issuer: 'https://id.example.org', subject: 'bea there' };
  const linking = { ...account, userId: bea, providerId: testId('provider'), correlationId: 'a-request' };
  await app.neighbours.publish('gatehouse.directory.user.v1', user(bea));
  await identities.link({ ...linking, linkedBy: 'registration' }, 'public');
  const removed = { id: bea, state: 'removed' as const, answered: [], removedAt: new Date().toISOString() };
  await app.neighbours.publish('gatehouse.directory.user.v1', removed);
  await eventually(async () => expect(await identities.of(account)).toBeUndefined());
  const left = await collection.find({ limit: 100 });
  expect(JSON.stringify(left)).not.toContain(account.subject);
});

describe('who may', () => {
  const ID = testId('one');
  test.each([
    ['GET', PATH],
    ['GET', `${PATH}/${ID}`],
    ['PUT', `${PATH}/${ID}`],
    ['DELETE', `${PATH}/${ID}`],
    ['GET', `/manage/users/${ID}/identities`],
    ['GET', `/manage/users/${ID}/identities/${ID}`],
    ['DELETE', `/manage/users/${ID}/identities/${ID}`],
  ])('%s %s is 401 for nobody and 403 for a client, and writes nothing', async (method, path) => {
    const before = await stored();
    const body = method === 'PUT' ? NEEDED : undefined;
    expect((await app.send(undefined, method, path)).status).toBe(401);
    expect((await call(method, path, body, CLIENT)).status).toBe(403);
    expect(await stored()).toEqual(before);
  });
});

describe('POST /sign-in/from/{id}/logout', () => {
  let scripted: ScriptedProvider;
  let path: string;
  beforeAll(async () => {
    scripted = await identityProvider();
    const { issuer, clientId, clientSecret } = scripted;
    const { body } = await put({ name: 'Scripted', issuer, clientId, clientSecret });
    path = `/sign-in/from/${body.id}/logout`;
  });
  afterAll(() => scripted.close());

  const post = (form: URLSearchParams | undefined, to = path) =>
    app.send({ kind: 'public' }, 'POST', to, form === undefined ? {} : { body: form });
  const form = (...tokens: string[]) => new URLSearchParams(tokens.map((token) => ['logout_token', token]));

  test('200 with an empty body, also where nobody is signed in', async () => {
    const answer = await post(form(scripted.logoutToken({ sub: 'nobody' })));
    expect([answer.status, await answer.text(), answer.headers.get('cache-control')]).toEqual([
      200,
      '',
      'no-store',
    ]);
  });

  test('200 for a token in the query', async () => {
    const token = scripted.logoutToken({ sub: 'nobody' });
    expect((await post(undefined, `${path}?logout_token=${token}`)).status).toBe(200);
  });

  test.each<[string, () => Promise<Response>]>([
    ['none', () => post(form())],
    ['two', () => post(form(scripted.logoutToken({ sub: 'a' }), scripted.logoutToken({ sub: 'a' })))],
    ['one too long', () => post(form('x'.repeat(8_193)))],
    ['no token', () => post(form('not-a-token'))],
    ['one in body and query', () => post(form(scripted.logoutToken({ sub: 'a' })), `${path}?logout_token=x`)],
  ])('400 for %s', async (_, send) => {
    const answer = await send();
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error: 'invalid_request', error_description: expect.any(String) },
    ]);
  });

  test('404 for an unknown provider', async () => {
    const answer = await post(form(scripted.logoutToken({ sub: 'a' })), `/sign-in/from/${newId()}/logout`);
    expect(answer.status).toBe(404);
  });

  test('503 while the keys cannot be had', async () => {
    scripted.script.faults = { jwks: { status: 500 } };
    scripted.changeKey();
    const other = await put({ ...NEEDED, issuer: scripted.issuer, clientId: scripted.clientId });
    const answer = await post(
      form(scripted.logoutToken({ sub: 'a' })),
      `/sign-in/from/${other.body.id}/logout`,
    );
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  });
});
