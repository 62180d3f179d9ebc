import { eventually } from '@gatehouse/testing';
import { documentedClient } from '../testing/documented-client.ts';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { makeScene, makeUser, type Scene } from '../testing/scene.ts';
import { REDIRECT, visitorOf } from '../testing/sign-in-scene.ts';
import { signInBy } from '../testing/signing-in.ts';

let platform: PlatformProcess;
let scene: Scene;
beforeAll(async () => {
  platform = await platformProcess();
  scene = await makeScene(platform.url, platform.operator, { params: { canUseAccounts: 'true' } });
  const redirect = { redirectUri: REDIRECT, postLogoutRedirectUri: 'http://localhost:9/' };
  expect((await platform.operator.put('/manage/account-provider/redirect', redirect)).status).toBe(200);
});
afterAll(() => platform?.close());

const frontend = () => documentedClient(platform.url, scene.clientId, scene.apiSecret);
const withSession = (session: string) => ({ 'govuk-account-session': session });
const userOf = (session: string) => frontend().get('/api/user', withSession(session));

/** Somebody signs in at the platform's own provider, by a code from the mailbox, and comes back to the frontend. */
async function signIn(email: string) {
  const person = visitorOf(platform.url, 'accounts');
  const begun = await eventually(async () => {
    const answer = await frontend().get('/api/oauth2/sign-in?redirect_path=/account');
    expect(answer.status).toBe(200);
    return answer.body;
  });
  const { pathname, search } = new URL(begun.auth_uri);
  const page = await person.follow(await person.open(`${pathname}${search}`));
  const { code, state } = await signInBy({ person, email, mailboxUrl: platform.mailboxUrl }, page);
  expect(state).toBe(begun.state);
  const completed = await frontend().post('/api/oauth2/callback', { code, state });
  expect(completed.status).toBe(200);
  expect(completed.body.redirect_path).toBe('/account');
  return completed.body.govuk_account_session as string;
}

test('a frontend signs somebody in with nothing configured, and the session ends with the sign-in it came from', async () => {
  const email = 'ann@example.org';
  const userId = await makeUser(platform.operator, email);
  const session = await signIn(email);
  expect((await userOf(session)).body).toEqual({
    ...{ id: userId, mfa: false, email, email_verified: true },
    ...{ services: {}, govuk_account_session: session },
  });
  const { body } = await frontend().get('/api/oauth2/end-session', withSession(session));
  const end = new URL(body.end_session_uri);
  expect(end.pathname).toBe('/oidc/end-session');
  expect(end.searchParams.get('id_token_hint')?.split('.')).toHaveLength(3);
  expect((await platform.operator.delete(`/manage/users/${userId}/sessions`)).status).toBe(204);
  await eventually(async () => expect((await userOf(session)).status).toBe(401));
});

test('a session ends as the user is deactivated, and nothing of it is in the log', async () => {
  const email = 'bob@example.org';
  const userId = await makeUser(platform.operator, email);
  const session = await signIn(email);
  const names = { given_name: 'Bob', family_name: 'Lee' };
  await platform.operator.put(`/manage/users/${userId}`, { email, ...names, status: 0 });
  await eventually(async () => expect((await userOf(session)).status).toBe(401));
  expect(platform.output()).not.toContain(session);
});
