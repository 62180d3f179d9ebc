import { type EmailAlertServer, emailAlertServer } from '@gatehouse/testing';
import { type AccountsUnderTest, startAccountsUnderTest } from '../testing/accounts-under-test.ts';
import { signedInPerson } from '../testing/signed-in-person.ts';

const PATH = '/api/personalisation/check-email-subscription';
let alerts: EmailAlertServer;
let accounts: AccountsUnderTest;
beforeAll(async () => {
  alerts = await emailAlertServer();
  accounts = await startAccountsUnderTest({
    config: { SUBSCRIPTIONS_URL: alerts.url, SUBSCRIPTIONS_TOKEN: alerts.token },
  });
});
afterEach(() => alerts.always(undefined));
afterAll(async () => {
  await accounts.close();
  await alerts.close();
});

async function check(query: string, session: string | undefined, at = accounts) {
  const answer = await at.send('nobody', 'GET', `${PATH}${query}`, { session });
  expect(answer.headers.get('vary')).toBe('GOVUK-Account-Session');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  return answer;
}

test('active where one of the person’s lists has that url, or that slug: equal, not alike', async () => {
  const { token, userId } = await signedInPerson(accounts);
  alerts.add('a@example.org', userId, { url: '/pigs', slug: 'pets' }, { url: null, slug: 'farms' });
  for (const [query, body] of [
    ['?base_path=/pigs', { base_path: '/pigs', active: true }],
    ['?base_path=/pigs&topic_slug=', { base_path: '/pigs', active: true }],
    ['?base_path=/pig', { base_path: '/pig', active: false }],
    ['?topic_slug=farms', { topic_slug: 'farms', active: true }],
    ['?topic_slug=/pigs', { topic_slug: '/pigs', active: false }],
  ] as const) {
    const answer = await check(query, `${token}$$message`);
    expect([query, answer.status, answer.body]).toEqual([query, 200, body]);
  }
  const { path } = alerts.requests.at(-1) ?? {};
  expect(alerts.requests.at(-2)?.path).toBe(`/subscribers/govuk-account/${userId}`);
  expect(path).toBe(`/subscribers/${alerts.of(userId)?.id}/subscriptions`);
});

test('nobody there with this account, or gone in between: not active', async () => {
  const { token, userId } = await signedInPerson(accounts);
  expect((await check('?topic_slug=a', token)).body).toEqual({ topic_slug: 'a', active: false });
  alerts.add('b@example.org', userId);
  alerts.answer({ status: 200, body: '{"subscriber":{"id":7}}' }, 404);
  expect((await check('?topic_slug=a', token)).body).toEqual({ topic_slug: 'a', active: false });
});

test.each(['', '?base_path=', '?base_path=/a&topic_slug=b'])('422: %s', async (query) => {
  const { token } = await signedInPerson(accounts);
  expect((await check(query, token)).status).toBe(422);
});

test('401, before the query is looked at: the frontend drops the session', async () => {
  const { token, id } = await signedInPerson(accounts);
  await accounts.sessions.end(id, 'operator');
  for (const session of [undefined, token, `${token}x`]) {
    const answer = await check('', session);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('govuk-account-end-session')).toBe('1');
    expect(answer.body.type).toBe('http://localhost:43890/docs/problems#session-invalid');
  }
});

test.each([
  ['a refused token', 401],
  ['a failure', 500],
  ['a redirect', { status: 302, headers: { location: '/' } }],
  ['an empty answer', { status: 200, body: '' }],
  ['no subscriber', { status: 200, body: '{"subscriber":null}' }],
  ['no list', { status: 200, body: '{"subscriber":{"id":7},"subscriptions":{}}' }],
  ['a connection that breaks', 'cut' as const],
  ['no answer for over two seconds', 'silent' as const],
])('503: %s', async (_case, instead) => {
  const { token, userId } = await signedInPerson(accounts);
  alerts.add(`${userId}@example.org`, userId, { url: '/a', slug: 'a' });
  alerts.always(instead);
  const answer = await check('?topic_slug=a', token);
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('429: over 60 a minute for one session, and for no other', async () => {
  const { token } = await signedInPerson(accounts);
  const other = await signedInPerson(accounts);
  for (let n = 0; n < 60; n++) expect((await check('', token)).status).toBe(422);
  const answer = await check('?topic_slug=a', token);
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await check('?topic_slug=a', other.token)).status).toBe(200);
});

test('where subscriptions are kept nowhere nobody has one', async () => {
  const without = await startAccountsUnderTest();
  try {
    const { token } = await signedInPerson(without);
    expect((await check('?base_path=/a', token, without)).body).toEqual({ base_path: '/a', active: false });
    expect((await check('?base_path=/a', undefined, without)).status).toBe(401);
  } finally {
    await without.close();
  }
});
