import { builtInServices } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import {
  eventually,
  identityProvider,
  idTokenFaults,
  type ScriptedProvider,
  signWell,
} from '@gatehouse/testing';
import { type AccountsUnderTest, startAccountsUnderTest } from '../testing/accounts-under-test.ts';
import { type Frontend, frontendOf, REDIRECT_URI } from '../testing/frontend.ts';

let accounts: AccountsUnderTest;
let provider: ScriptedProvider;
let frontend: Frontend;
beforeAll(async () => {
  [accounts, provider] = await Promise.all([startAccountsUnderTest(), identityProvider()]);
  frontend = frontendOf(accounts);
  await frontend.useProvider(provider, { mfa: { claim: 'vot', values: ['Cl.Cm'] } });
});
afterAll(async () => {
  await accounts?.close();
  await provider?.close();
});

let people = 0;
beforeEach(() => {
  const sub = `urn:fdc:example.org:2026:${++people}`;
  const email = `person-${people}@example.org`;
  const { script } = provider;
  script.person = { sub, email, email_verified: true };
  Object.assign(script, { idTokenClaims: {}, signing: signWell, faults: {} });
  Object.assign(script, { userinfo: undefined, discovery: undefined, tokens: undefined });
});

const failed = {
  status: 401,
  body: { type: 'http://localhost:43890/docs/problems#sign-in-failed', title: 'Sign-in failed' },
};

describe('GET /api/oauth2/sign-in', () => {
  test('gives where the browser goes, with what the request needs and nothing else', async () => {
    await frontend.useProvider(provider, {
      mfa: { claim: 'vot', values: ['Cl.Cm'] },
      parameters: { vtr: '["Cl"]' },
      mfaParameters: { vtr: '["Cl.Cm"]' },
    });
    for (const [query, vtr] of [
      ['', '["Cl"]'],
      ['?mfa=false', '["Cl"]'],
      ['?mfa=true', '["Cl.Cm"]'],
    ] as const) {
      const { status, body } = await frontend.begin(query);
      expect(status).toBe(200);
      const { searchParams } = new URL(body.auth_uri);
      expect(Object.fromEntries(searchParams)).toEqual({
        ...{ response_type: 'code', client_id: provider.clientId, redirect_uri: REDIRECT_URI },
        ...{ scope: 'openid email', state: body.state, nonce: expect.stringMatching(/^[\w-]{43}$/) },
        ...{ code_challenge: expect.stringMatching(/^[\w-]{43}$/), code_challenge_method: 'S256', vtr },
      });
      expect(body.state).toMatch(/^[\w-]{43}$/);
    }
  });

  test.each(['?mfa=1', '?mfa=TRUE', '?mfa=true&mfa=true'])('400: %s', async (query) => {
    expect(await frontend.begin(query)).toMatchObject({ status: 400 });
  });

  test.each([
    'account',
    '//example.org',
    '/\\example.org',
    '/%0',
    `/${'a'.repeat(2_048)}`,
    '/a\tb',
    'https://example.org/',
  ])('422 or as it was given: %j', async (path) => {
    const answer = await frontend.begin(`?redirect_path=${encodeURIComponent(path)}`);
    if (path === '/%0') return expect(answer.status).toBe(200);
    expect(answer).toMatchObject({ status: 422, body: { errors: [expect.any(String)] } });
  });

  test.each(['other', 'protector', 'operator', 'nobody'] as const)('403: %s', async (client) => {
    expect((await accounts.send(client, 'GET', '/api/oauth2/sign-in')).status).toBe(403);
  });
});

describe('POST /api/oauth2/callback', () => {
  test('a session, and the path as it was given', async () => {
    const path = '/account?a=b#c %';
    const { status, headers, body } = await frontend.signIn(`?redirect_path=${encodeURIComponent(path)}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body).toEqual({
      govuk_account_session: expect.stringMatching(/^[\w-]{43}$/),
      redirect_path: path,
    });
    const user = await frontend.user(body.govuk_account_session);
    expect(user.body).toMatchObject({
      mfa: false,
      email: provider.script.person.email,
      email_verified: true,
    });
    expect((await frontend.signIn()).body.redirect_path).toBeNull();
  });

  test('the session in the header is ended by it, and by it alone', async () => {
    const session = (await frontend.signIn()).body.govuk_account_session;
    expect(await frontend.callback({ code: 'a', state: 'b' }, { session })).toMatchObject(failed);
    expect((await frontend.user(session)).status).toBe(200);
    const next = (await frontend.signIn('', { session: `${session}$$a` })).body.govuk_account_session;
    expect((await frontend.user(session)).status).toBe(401);
    expect((await frontend.user(next)).status).toBe(200);
    expect((await frontend.signIn('', { session: 'no session' })).status).toBe(200);
  });

  test.each([{}, { code: 'a' }, { state: 1, code: 'a' }, { state: null }, { state: ['a'] }, []])(
    '400: no state in %j',
    async (body) => expect((await frontend.callback(body)).status).toBe(400),
  );

  test('without a code the sign-in stays open; an error uses it up', async () => {
    const { body } = await frontend.begin();
    const { state, code } = await frontend.broughtBack(body.auth_uri);
    for (const missing of [{}, { code: '' }, { code: 1 }, { code: null, iss: 'a' }]) {
      expect((await frontend.callback({ state, ...missing })).status).toBe(400);
    }
    expect((await frontend.callback({ state, code })).status).toBe(200);
    const other = (await frontend.begin()).body.state;
    for (let n = 0; n < 2; n++) {
      expect(await frontend.callback({ state: other, error: 'access_denied' })).toMatchObject(failed);
    }
    expect(await frontend.callback({ state: other, code: 'a' })).toMatchObject(failed);
  });

  test('401 for a state that is unknown, before anything else is looked at', async () => {
    const challenge = (await frontend.callback({ state: 'unknown', code: 1 })).headers;
    expect(challenge.get('www-authenticate')).toBe('GOVUK-Account-Session');
  });

  test('of any number with one state one wins', async () => {
    const { body } = await frontend.begin();
    const { state, code } = await frontend.broughtBack(body.auth_uri);
    const asked = provider.asked.token;
    const all = await Promise.all(Array.from({ length: 8 }, () => frontend.callback({ state, code })));
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)]);
    expect(provider.asked.token).toBe(asked + 1);
  });

  test('iss is not asked for, and must be the provider’s', async () => {
    const back = async () => frontend.broughtBack((await frontend.begin()).body.auth_uri);
    expect((await frontend.callback(await back())).status).toBe(200);
    expect(await frontend.callback({ ...(await back()), iss: 'https://other.example' })).toMatchObject(
      failed,
    );
    expect(await frontend.callback({ ...(await back()), iss: 1 })).toMatchObject(failed);
  });

  test.each(idTokenFaults)('401: an ID token: %s', async (_name, reason, signing) => {
    provider.script.signing = signing;
    expect(await frontend.signIn()).toMatchObject(failed);
    expect(accounts.logged.some((line) => line.includes(`"reason":"${reason}"`))).toBe(true);
  });

  test('401: userinfo of somebody else, and a code that the provider refuses', async () => {
    provider.script.userinfo = (person) => ({ ...person, sub: 'another' });
    expect(await frontend.signIn()).toMatchObject(failed);
    const { state } = (await frontend.begin()).body;
    expect(await frontend.callback({ state, code: 'never-given' })).toMatchObject(failed);
  });

  test('MFA is shown by the claim of the rule, a text or a list', async () => {
    expect(await frontend.signIn('?mfa=true')).toMatchObject(failed);
    for (const vot of ['Cl.Cm', ['Cl', 'Cl.Cm']]) {
      provider.script.idTokenClaims = { vot };
      const { body } = await frontend.signIn('?mfa=true');
      expect((await frontend.user(body.govuk_account_session)).body.mfa).toBe(true);
    }
  });

  test.each(['other', 'protector', 'operator', 'nobody'] as const)(
    '403: %s, and the state stays good',
    async (client) => {
      const { body } = await frontend.begin();
      const { state, code } = await frontend.broughtBack(body.auth_uri);
      const refused = await accounts.send(client, 'POST', '/api/oauth2/callback', { body: { state, code } });
      expect(refused.status).toBe(403);
      expect((await frontend.callback({ state, code })).status).toBe(200);
    },
  );
});

describe('a provider that is away', () => {
  async function back() {
    const { body } = await frontend.begin();
    const { state, code } = await frontend.broughtBack(body.auth_uri);
    return { state, code };
  }
  const away = { status: 503 };

  test.each([
    ['token', { status: 500 }],
    ['token', 'no json'],
    ['token', 'too long'],
    ['token', 'reset'],
    ['userinfo', 'no json'],
    ['userinfo', { status: 502 }],
  ] as const)('503 with Retry-After: %s %j, and the sign-in is used up', async (endpoint, fault) => {
    const brought = await back();
    provider.script.faults = { [endpoint]: fault } as never;
    const answer = await frontend.callback(brought);
    expect(answer).toMatchObject(away);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    provider.script.faults = {};
    expect(await frontend.callback(brought)).toMatchObject(failed);
  });

  test('what was never sent leaves the sign-in open', async () => {
    const brought = await back();
    await provider.goAway();
    expect(await frontend.callback(brought)).toMatchObject(away);
    await provider.comeBack();
    expect((await frontend.callback(brought)).status).toBe(200);
  });

  test('another client than the provider knows is the operator’s to put right: 503', async () => {
    const brought = await back();
    provider.script.faults = { token: { status: 401, body: { error: 'invalid_client' } } } as never;
    expect(await frontend.callback(brought)).toMatchObject(away);
  });
});

test('a sign-in at the platform’s own provider that ends takes its sessions along, and one that is under way', async () => {
  const ended = (id: string, serviceId: string = builtInServices.accounts.id) => {
    const at = new Date().toISOString();
    const facts = { id, userId: newId(), method: 'code' as const, acr: 'a', amr: ['otp'] };
    return accounts.neighbours.publish('gatehouse.signin.session.v1', {
      ...{ ...facts, services: [{ serviceId, firstAt: at }], startedAt: at, updatedAt: at },
      ...{ status: 'ended', reason: 'signed-out', endedAt: at },
    });
  };
  const [first, second, other] = [newId(), newId(), newId()];
  provider.script.idTokenClaims = { sid: first };
  const session = (await frontend.signIn()).body.govuk_account_session;
  provider.script.idTokenClaims = { sid: other };
  const stays = (await frontend.signIn()).body.govuk_account_session;
  await ended(other, newId());
  await ended(first);
  await ended(second);
  await eventually(async () => expect((await frontend.user(session)).status).toBe(401));
  provider.script.idTokenClaims = { sid: second };
  await eventually(async () => expect(await frontend.signIn()).toMatchObject(failed));
  expect((await frontend.user(stays)).status).toBe(200);
});

test('no code, state, nonce, session or ID token is in the log', async () => {
  const { body } = await frontend.begin();
  const { state = '', code = '' } = await frontend.broughtBack(body.auth_uri);
  const nonce = new URL(body.auth_uri).searchParams.get('nonce') ?? '';
  const { govuk_account_session: session } = (await frontend.callback({ state, code })).body;
  const logged = accounts.logged.join('');
  for (const secret of [state, code, nonce, session, provider.script.person.sub]) {
    expect(logged).not.toContain(secret);
  }
});

test('401 for a state that is over', async () => {
  const { state } = (await frontend.begin()).body;
  accounts.advance(120 * 60_000);
  expect(await frontend.callback({ state })).toMatchObject(failed);
});
