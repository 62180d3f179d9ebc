import { identityProvider, jwsFaults, logoutTokenFaults, type ScriptedProvider } from '@gatehouse/testing';
import { accountIdentityId } from '../identities/identity-keys.ts';
import { type AccountsUnderTest, startAccountsUnderTest } from '../testing/accounts-under-test.ts';
import { type Frontend, frontendOf } from '../testing/frontend.ts';
import { signedInPerson } from '../testing/signed-in-person.ts';

const PATH = '/api/oidc_events/backchannel_logout';
let accounts: AccountsUnderTest;
let provider: ScriptedProvider;
let frontend: Frontend;
beforeAll(async () => {
  [accounts, provider] = await Promise.all([startAccountsUnderTest(), identityProvider()]);
  frontend = frontendOf(accounts);
  await frontend.useProvider(provider);
});
afterEach(() => {
  provider.script.faults = {};
});
afterAll(async () => {
  await accounts.close();
  await provider.close();
});

const nowS = () => Math.floor(Date.now() / 1_000);
const post = (body: unknown, query = '') => accounts.send('nobody', 'POST', `${PATH}${query}`, { body });
const form = (...tokens: string[]) => new URLSearchParams(tokens.map((token) => ['logout_token', token]));
const tell = (claims: object, signing?: Parameters<ScriptedProvider['logoutToken']>[1]) =>
  post(form(provider.logoutToken(claims as never, signing)));
const person = (more: object = {}) =>
  signedInPerson(accounts, { issuer: provider.issuer, idTokenIssuedAt: nowS(), ...more });
const counts = async (token: string) => (await frontend.user(token)).status === 200;

test('200 with an empty body, also where nobody is signed in; in the form or the query', async () => {
  const answer = await tell({ sub: 'nobody' });
  expect([answer.status, answer.body, answer.headers.get('cache-control')]).toEqual([200, '', 'no-store']);
  expect((await post(undefined, `?logout_token=${provider.logoutToken({ sub: 'nobody' })}`)).status).toBe(
    200,
  );
});

describe('whose sessions end', () => {
  test('`sid`: that one, whatever its age, and no other', async () => {
    const one = await person({ providerSid: 'sid-1', idTokenIssuedAt: nowS() + 1_000 });
    const other = await person({ subject: one.subject, providerSid: 'sid-2' });
    expect((await tell({ sid: 'sid-1' })).status).toBe(200);
    expect([await counts(one.token), await counts(other.token)]).toEqual([false, true]);
  });

  test('`sub`: all of the subject’s that began before, 30 s allowed', async () => {
    const iat = nowS() - 100;
    const old = await person({ idTokenIssuedAt: iat + 30 });
    const later = await person({ subject: old.subject, providerSid: 'sid-3', idTokenIssuedAt: iat + 31 });
    const stranger = await person({ idTokenIssuedAt: iat });
    expect((await tell({ sub: old.subject, iat })).status).toBe(200);
    const all = await Promise.all([old, later, stranger].map(({ token }) => counts(token)));
    expect(all).toEqual([false, true, true]);
  });

  test('both: that one of that subject, and those of the subject that have none', async () => {
    const named = await person({ providerSid: 'sid-4' });
    const without = await person({ subject: named.subject });
    const other = await person({ subject: named.subject, providerSid: 'sid-5' });
    const stranger = await person({ providerSid: 'sid-4' });
    expect((await tell({ sub: named.subject, sid: 'sid-4' })).status).toBe(200);
    const all = await Promise.all([named, without, other, stranger].map(({ token }) => counts(token)));
    expect(all).toEqual([false, false, true, true]);
  });

  test('one that a sign-in makes while the logout comes', async () => {
    provider.script.person = { sub: 'meanwhile', email: 'meanwhile@example.org', email_verified: true };
    const told = {
      ...{ jti: 'noted', issuer: provider.issuer, issuedAt: nowS() },
      identityId: accountIdentityId(provider.issuer, 'meanwhile'),
    };
    await accounts.logouts.note(told);
    expect((await frontend.signIn()).status).toBe(401);
    expect(accounts.logged.join()).toContain('logged-out-meanwhile');
    expect(await accounts.logouts.take(told)).toBe(true);
  });

  test('not one of who signs in again right after the logout', async () => {
    provider.script.person = { sub: 'again', email: 'again@example.org', email_verified: true };
    const before = (await frontend.signIn()).body.govuk_account_session;
    expect((await tell({ sub: 'again' })).status).toBe(200);
    const after = await frontend.signIn();
    expect(after.status).toBe(200);
    const all = await Promise.all([before, after.body.govuk_account_session].map(counts));
    expect(all).toEqual([false, true]);
  });
});

describe('400, and nobody’s session ends', () => {
  const refusal = { error: 'invalid_request', error_description: expect.any(String) };

  test.each([...jwsFaults, ...logoutTokenFaults])('a token that %s', async (_case, reason, signing) => {
    const { token, subject } = await person({ providerSid: 'sid-6' });
    const answer = await tell({ sub: subject, sid: 'sid-6' }, signing);
    expect([answer.status, answer.body]).toMatchObject([400, refusal]);
    expect(await counts(token)).toBe(true);
    expect(accounts.logged.join()).toContain(`"reason":"${reason}"`);
  });

  test('one that was taken before, also by two requests at once', async () => {
    const { subject } = await person();
    const token = provider.logoutToken({ sub: subject });
    const both = await Promise.all([post(form(token)), post(form(token))]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    const again = await post(form(token));
    expect([again.status, again.body]).toMatchObject([400, refusal]);
  });

  test('none, two, one too long, in form and query, no token', async () => {
    const { token, subject } = await person();
    const good = () => provider.logoutToken({ sub: subject });
    const answers = await Promise.all([
      post(undefined),
      post(form()),
      post(form(good(), good())),
      post(undefined, `?logout_token=${good()}&logout_token=${good()}`),
      post(form('x'.repeat(8_193))),
      post(form(good()), `?logout_token=${good()}`),
      post(form('not-a-token')),
    ]);
    for (const answer of answers) {
      expect([answer.status, answer.body]).toMatchObject([400, refusal]);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    expect(await counts(token)).toBe(true);
  });
});

test('503 while the keys cannot be had; the token is good afterwards', async () => {
  const fresh = await startAccountsUnderTest();
  try {
    await frontendOf(fresh).useProvider(provider);
    provider.script.faults = { jwks: { status: 500 } };
    const body = form(provider.logoutToken({ sub: 'nobody' }));
    const away = await fresh.send('nobody', 'POST', PATH, { body });
    expect([away.status, away.headers.has('retry-after')]).toEqual([503, true]);
    provider.script.faults = {};
    expect((await fresh.send('nobody', 'POST', PATH, { body })).status).toBe(200);
  } finally {
    await fresh.close();
  }
});
