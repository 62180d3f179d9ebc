import {
  authorize,
  authorizeUrl,
  claimsOf,
  ids,
  type OidcScene,
  startOidcScene,
  tokensOf,
} from '../testing/oidc-scene.ts';

const AFTER = 'http://localhost:9/signed-out';
let scene: OidcScene;
beforeAll(async () => {
  scene = await startOidcScene();
});
afterAll(() => scene.close());

const address = (params: Record<string, string>) => `/oidc/end-session?${new URLSearchParams(params)}`;
const sidOf = (token = '') => String(claimsOf(token).sid);
const isActive = async (token = '') => (await scene.parts.sessions.get(sidOf(token))) !== undefined;

async function signedIn() {
  const browser = scene.browser();
  const { id_token = '' } = await tokensOf(scene, browser);
  return { browser, token: id_token };
}

test('a hint of this very session ends it at once, also when it has run out', async () => {
  const { browser, token } = await signedIn();
  scene.advance(30 * 60_000);
  const params = { id_token_hint: token, post_logout_redirect_uri: AFTER, state: 'a&b' };
  const answer = await browser.visit(address(params));
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${AFTER}?state=a%26b`]);
  expect(await isActive(token)).toBe(false);
  expect(browser.cookies().some(({ name }) => name === 'gatehouse-session')).toBe(false);
  const ended = await scene.store.collection(scene.sessionsCollection).get(sidOf(token));
  expect(ended?.state).toMatchObject({ status: 'ended', reason: 'signed-out' });
  // Without a session the same, at once.
  const again = await browser.visit(address(params));
  expect([again.status, again.headers.get('location')]).toEqual([303, `${AFTER}?state=a%26b`]);
  const nothing = await browser.visit('/oidc/end-session');
  expect([nothing.status, await nothing.text()]).toEqual([
    200,
    expect.stringContaining('You have signed out'),
  ]);
});

test('otherwise a page asks, and its form ends the session', async () => {
  const { browser, token } = await signedIn();
  const page = await browser.visit(
    address({ client_id: scene.clientId, post_logout_redirect_uri: AFTER, state: 's' }),
  );
  const html = await page.text();
  expect([page.status, html]).toEqual([200, expect.stringContaining('Do you want to sign out?')]);
  expect(page.headers.get('referrer-policy')).toBe('same-origin');
  expect(await isActive(token)).toBe(true);
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  const body = new URLSearchParams(fields.map(([, name = '', value = '']) => [name, value]));
  const foreign = await browser.visit('/oidc/end-session', {
    ...{ method: 'POST', body },
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  const forged = await browser.visit('/oidc/end-session', {
    method: 'POST',
    body: new URLSearchParams({ ...Object.fromEntries(body), confirm: 'x' }),
  });
  expect([foreign.status, forged.status, await isActive(token)]).toEqual([403, 403, true]);
  const done = await browser.visit('/oidc/end-session', { method: 'POST', body });
  expect([done.status, done.headers.get('location')]).toEqual([303, `${AFTER}?state=s`]);
  expect(await isActive(token)).toBe(false);
});

test('a hint of another session asks, too', async () => {
  const other = await signedIn();
  const { browser, token } = await signedIn();
  const page = await browser.visit(address({ id_token_hint: other.token }));
  expect([page.status, await page.text()]).toEqual([
    200,
    expect.stringContaining('Do you want to sign out?'),
  ]);
  expect([await isActive(token), await isActive(other.token)]).toEqual([true, true]);
});

test.each<[string, (token: string) => Record<string, string>]>([
  [
    'an address that is not registered',
    (token) => ({ id_token_hint: token, post_logout_redirect_uri: `${AFTER}/` }),
  ],
  ['an address without a client', () => ({ post_logout_redirect_uri: AFTER })],
  ['an address with an unknown client', () => ({ client_id: 'nobody', post_logout_redirect_uri: AFTER })],
  [
    'a forged hint with an address',
    (token) => ({ id_token_hint: `${token}x`, post_logout_redirect_uri: AFTER, client_id: '' }),
  ],
  ['a hint of another client', (token) => ({ id_token_hint: token, client_id: 'another' })],
])('%s: 400, and the session stays', async (_, params) => {
  const { browser, token } = await signedIn();
  const answer = await browser.visit(address(params(token)));
  expect([answer.status, answer.headers.get('location'), await isActive(token)]).toEqual([400, null, true]);
  expect(answer.headers.get('content-type')).toContain('text/html');
});

test('a form of another site comes again by GET', async () => {
  const { browser, token } = await signedIn();
  const body = new URLSearchParams({ id_token_hint: token });
  const answer = await browser.visit('/oidc/end-session', { method: 'POST', body });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `/oidc/end-session?${body}`]);
  expect(await isActive(token)).toBe(true);
  expect((await browser.visit(answer.headers.get('location') ?? '')).status).toBe(200);
  expect(await isActive(token)).toBe(false);
});

test('a HEAD ends nothing, and a form that fits into no address is refused', async () => {
  const { browser, token } = await signedIn();
  const head = await browser.visit(address({ id_token_hint: token }), { method: 'HEAD' });
  const body = new URLSearchParams({ id_token_hint: token, state: 'x'.repeat(9_000) });
  const long = await browser.visit('/oidc/end-session', { method: 'POST', body });
  expect([head.status, long.status, await isActive(token)]).toEqual([405, 413, true]);
});

test('an ended session is not there again by a request that was under way', async () => {
  const { browser, token } = await signedIn();
  const document = await scene.store.collection(scene.sessionsCollection).get(sidOf(token));
  await scene.parts.sessions.end(sidOf(token), 'signed-out', { correlationId: 'c', actor: 'public' });
  const late = { cookie: 'late', payload: document?.payload ?? '', serviceIds: [] };
  await scene.parts.sessions.use(sidOf(token), late, { correlationId: 'c', actor: 'public' });
  expect(await isActive(token)).toBe(false);
  expect((await browser.visit(authorizeUrl(scene.clientId))).headers.get('location')).toMatch(/^\/sign-in\//);
});

test('a session ends by idleness, and by age however much it is used', async () => {
  const { browser, token } = await signedIn();
  for (let time = 0; time < 11; time++) {
    scene.advance(50 * 60_000);
    expect(await isActive(token)).toBe(true);
    await browser.visit(authorizeUrl(scene.clientId));
  }
  scene.advance(51 * 60_000);
  expect(await isActive(token)).toBe(false);
  const idle = await signedIn();
  scene.advance(61 * 60_000);
  const answer = await idle.browser.visit(authorizeUrl(scene.clientId, { prompt: 'none' }));
  expect(answer.headers.get('location')).toContain('login_required');
  await authorize(scene, idle.browser, authorizeUrl(scene.clientId), { userId: ids.ann });
});

test('an end lists a logout token for each service that takes them; an end by time none', async () => {
  const signIn = { ...scene.signIn, backchannelLogoutUri: 'https://service.example.org/logout' };
  const service = await scene.publishService('told', { signIn });
  await scene.knows(service);
  const { browser, token } = await signedIn();
  await browser.visit(authorizeUrl(service.clientId));
  const stateOf = async () =>
    (await scene.store.collection(scene.sessionsCollection).get(sidOf(token)))?.state;
  expect((await stateOf())?.services.map(({ serviceId }) => serviceId)).toEqual([ids.service, service.id]);
  await browser.visit(address({ id_token_hint: token }));
  const message = {
    ...{ kind: 'logout', serviceId: service.id, url: signIn.backchannelLogoutUri },
    ...{ userId: ids.ann, sid: sidOf(token) },
  };
  expect(await stateOf()).toMatchObject({ status: 'ended', messages: [message] });
  expect((await stateOf()) as { messages?: unknown[] }).toHaveProperty('messages.length', 1);

  const late = await signedIn();
  await late.browser.visit(authorizeUrl(service.clientId));
  scene.advance(61 * 60_000);
  await scene.parts.sessions.end(sidOf(late.token), 'ended-by-operator', {
    correlationId: 'c',
    actor: 'operator',
  });
  const ended = (await scene.store.collection(scene.sessionsCollection).get(sidOf(late.token)))?.state;
  expect(ended).toMatchObject({ status: 'ended', reason: 'expired' });
  expect(ended).not.toHaveProperty('messages');
});
