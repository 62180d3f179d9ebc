import { identityProvider, type ScriptedProvider } from '@gatehouse/testing';
import {
  type AccountsUnderTest,
  PUBLIC_URL,
  startAccountsUnderTest,
} from '../testing/accounts-under-test.ts';
import { type Frontend, frontendOf } from '../testing/frontend.ts';

const PATH = '/manage/account-provider';
const DAY_MS = 86_400_000;

let accounts: AccountsUnderTest;
let provider: ScriptedProvider;
let frontend: Frontend;
beforeEach(async () => {
  [accounts, provider] = await Promise.all([startAccountsUnderTest(), identityProvider()]);
  frontend = frontendOf(accounts);
});
afterEach(async () => {
  await accounts?.close();
  await provider?.close();
});

const manage = (method: string, path = '', body?: unknown) =>
  accounts.send('operator', method, `${PATH}${path}`, { body });
const published = async (): Promise<{ kid: string; alg: string }[]> =>
  (await accounts.send('nobody', 'GET', '/api/oauth2/keys')).body.keys;
const stored = async () => JSON.stringify(await accounts.accountProvider.get('account-provider'));

const good = {
  ...{ issuer: 'https://id.example.org', clientId: 'gatehouse' },
  ...{ redirectUri: 'https://www.example.org/callback', authentication: 'private_key_jwt' },
};

test('while none was put it is the platform’s own, and there is nothing to delete', async () => {
  expect(await manage('GET')).toMatchObject({
    status: 200,
    body: {
      ...{ issuer: PUBLIC_URL, clientId: 'accounts', own: true, publicKeys: [], linksByEmail: false },
      redirectUri: 'http://localhost:3001/callback',
    },
  });
  expect((await manage('DELETE')).status).toBe(404);
  expect(await published()).toEqual([]);
  const redirect = {
    redirectUri: 'https://www.example.org/a',
    postLogoutRedirectUri: 'https://www.example.org/',
  };
  expect(await manage('PUT', '/redirect', redirect)).toMatchObject({ status: 200, body: redirect });
  expect((await manage('GET')).body).toMatchObject(redirect);
});

test('the record, with its defaults, and never with a secret', async () => {
  const { status, body } = await manage('PUT', '', {
    ...{ ...good, authentication: 'client_secret_post', clientSecret: 'a-secret' },
  });
  expect(status).toBe(200);
  expect(body).toEqual({
    ...{ ...good, authentication: 'client_secret_post', signingAlgorithm: 'RS256', own: false },
    ...{ scopes: ['openid', 'email'], algorithms: ['ES256', 'RS256', 'PS256', 'EdDSA'] },
    ...{ parameters: {}, mfaParameters: {}, linksByEmail: false, publicKeys: [] },
  });
  expect((await manage('GET')).body).toEqual(body);
  // What is left out stays; what was never there is needed.
  const others = { ...good, authentication: 'client_secret_basic' };
  expect((await manage('PUT', '', others)).status).toBe(200);
  expect(await stored()).not.toContain('a-secret');
  expect(accounts.logged.join('')).not.toContain('a-secret');
  expect((await manage('DELETE')).status).toBe(204);
  expect((await manage('PUT', '', others)).body.errors).toEqual([
    'clientSecret is needed for this authentication',
  ]);
});

test.each([
  ['issuer', 'http://id.example.org'],
  ['issuer', 'https://id.example.org?a'],
  ['issuer', 'https://id.example.org#a'],
  ['clientId', ''],
  ['redirectUri', 'javascript:alert(1)'],
  ['redirectUri', 'https://a@www.example.org/'],
  ['postLogoutRedirectUri', '/here'],
  ['authentication', 'none'],
  ['signingAlgorithm', 'HS256'],
  ['scopes', ['email']],
  ['scopes', ['openid', 'openid']],
  ['algorithms', []],
  ['algorithms', ['none']],
  ['algorithms', ['HS256']],
  ['parameters', { state: 'a' }],
  ['parameters', { redirect_uri: 'a' }],
  ['mfaParameters', { nonce: 'a' }],
  ['parameters', { prompt: 1 }],
  ['mfa', { claim: 'vot', values: [] }],
  ['mfa', {}],
  ['linksByEmail', 'true'],
  ['unknown', 1],
])('400: %s may not be %j, and nothing is written', async (name, value) => {
  expect((await manage('PUT', '', { ...good, [name]: value })).status).toBe(400);
  expect(await stored()).toBe(undefined as never);
});

test.each(['frontend', 'protector', 'nobody'] as const)('403: %s, and nothing is written', async (client) => {
  const calls = [
    ['GET', ''],
    ['PUT', '', good],
    ['DELETE', ''],
    ['PUT', '/redirect', { redirectUri: good.redirectUri }],
    ['POST', '/key', {}],
  ] as const;
  for (const [method, path, body] of calls) {
    const { status } = await accounts.send(client, method, `${PATH}${path}`, { body });
    expect([method, path, status]).toEqual([method, path, 403]);
  }
  expect(await stored()).toBe(undefined as never);
});

test('a new key is published at once and signs after the overlap; the former one is published as long again', async () => {
  expect((await manage('POST', '/key', {})).status).toBe(409);
  await manage('PUT', '', good);
  const [first] = await published();
  expect(first).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig' });
  expect(await stored()).not.toContain('"d"');
  const made = await manage('POST', '/key', { overlapSeconds: 60 });
  expect(made.status).toBe(201);
  const [, second] = await published();
  expect(made.body.keys.map(({ kid }: { kid: string }) => kid)).toEqual([first?.kid, second?.kid]);
  accounts.advance(119_000);
  expect(await published()).toHaveLength(2);
  accounts.advance(2_000);
  expect(await published()).toEqual([second]);
  for (const overlapSeconds of [-1, 1.5, '1', 31 * 86_400]) {
    expect((await manage('POST', '/key', { overlapSeconds })).status).toBe(400);
  }
});

test('another algorithm has a key of its own at once', async () => {
  await manage('PUT', '', good);
  const { body } = await manage('PUT', '', { ...good, signingAlgorithm: 'ES256' });
  expect(body.publicKeys.map(({ alg }: { alg: string }) => alg)).toEqual(['RS256', 'ES256']);
  accounts.advance(DAY_MS + 1_000);
  expect((await published()).map(({ alg }) => alg)).toEqual(['ES256']);
});

test('while identities are linked the issuer stays; those of the platform’s own stop nothing', async () => {
  await frontend.useProvider(provider);
  expect((await frontend.signIn()).status).toBe(200);
  const { issuer, clientId, clientSecret } = provider;
  const same = { ...good, issuer, clientId, clientSecret, authentication: 'client_secret_basic' };
  expect((await manage('PUT', '', { ...same, scopes: ['openid'] })).status).toBe(200);
  expect((await manage('PUT', '', good)).status).toBe(409);
  expect((await manage('DELETE')).status).toBe(409);
  expect((await manage('GET')).body.issuer).toBe(issuer);
});

test('a sign-in that began with another provider ends nowhere', async () => {
  await frontend.useProvider(provider);
  const { body } = await frontend.begin();
  const { state, code } = await frontend.broughtBack(body.auth_uri);
  await manage('PUT', '', good);
  expect((await frontend.callback({ state, code })).status).toBe(401);
});

describe('GET /api/oauth2/end-session', () => {
  const ask = (session?: string) => accounts.send('frontend', 'GET', '/api/oauth2/end-session', { session });
  const endpoint = () => `${provider.issuer}/end`;
  const withEndpoint = () => {
    provider.script.discovery = (document) => ({ ...document, end_session_endpoint: endpoint() });
  };

  test('with a session, whose it was; bare without one, or with one that was ended', async () => {
    withEndpoint();
    await frontend.useProvider(provider, { postLogoutRedirectUri: 'https://www.example.org/bye' });
    const session = (await frontend.signIn()).body.govuk_account_session;
    const asked = async () => new URL((await ask(session)).body.end_session_uri);
    const expectHint = async () => {
      const { searchParams } = await asked();
      expect(searchParams.get('id_token_hint')?.split('.')).toHaveLength(3);
      expect(searchParams.get('post_logout_redirect_uri')).toBe('https://www.example.org/bye');
    };
    await expectHint();
    expect((await frontend.user(session)).status).toBe(200);
    for (const none of [undefined, 'no session']) {
      expect((await ask(none)).body).toEqual({ end_session_uri: endpoint() });
    }
    accounts.advance(3 * 3_600_000);
    expect((await frontend.user(session)).status).toBe(401);
    await expectHint();
    accounts.advance(-3 * 3_600_000);
    await accounts.send('frontend', 'DELETE', '/api/session', { session });
    expect((await ask(session)).body).toEqual({ end_session_uri: endpoint() });
  });

  test('of a provider without the endpoint: the address after signing out, else the frontend', async () => {
    await frontend.useProvider(provider);
    expect((await ask()).body).toEqual({ end_session_uri: 'https://www.example.org' });
    await frontend.useProvider(provider, { postLogoutRedirectUri: 'https://www.example.org/bye' });
    expect((await ask()).body).toEqual({ end_session_uri: 'https://www.example.org/bye' });
  });

  test.each(['other', 'protector', 'operator', 'nobody'] as const)('403: %s', async (client) => {
    expect((await accounts.send(client, 'GET', '/api/oauth2/end-session')).status).toBe(403);
  });
});

test('503: a provider that was never reached, or describes itself wrongly', async () => {
  provider.script.discovery = (document) => ({ ...document, issuer: 'https://other.example' });
  await frontend.useProvider(provider);
  const answer = await frontend.begin();
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await accounts.send('frontend', 'GET', '/api/oauth2/end-session')).status).toBe(503);
});
