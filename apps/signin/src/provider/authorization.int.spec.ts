import { eventually } from '@gatehouse/testing';
import {
  answerOf,
  authorize,
  authorizeUrl,
  type ClaimSet,
  claimsOf,
  exchange,
  ids,
  type OidcScene,
  REDIRECT,
  startOidcScene,
  tokensOf,
} from '../testing/oidc-scene.ts';

let scene: OidcScene;
beforeAll(async () => {
  scene = await startOidcScene();
});
afterAll(() => scene.close());

const url = (more: Record<string, string | undefined> = {}) => authorizeUrl(scene.clientId, more);

test('a person signs in: code, tokens, userinfo', async () => {
  const browser = scene.browser();
  const scope = 'openid profile email organisation roles';
  const back = await authorize(scene, browser, url({ scope }), {
    userId: ids.ann,
    by: { provedEmail: 'Ann@example.org' },
  });
  const { code = '', ...rest } = answerOf(back);
  expect([back.status, rest]).toEqual([303, { state: 'a-state', iss: scene.publicUrl }]);
  expect(code).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const answer = await exchange(scene, { code });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const body = (await answer.json()) as Record<string, string>;
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600 });
  expect(body.access_token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(body).not.toHaveProperty('refresh_token');
  const { sid, iat = 0, exp, auth_time, ...claims } = claimsOf(body.id_token);
  expect([sid, Number(exp) - Number(iat), typeof auth_time]).toEqual([
    expect.stringMatching(/^[0-9A-F-]{36}$/),
    600,
    'number',
  ]);
  const said: ClaimSet = {
    ...{ sub: ids.ann, name: 'Ann Lee', given_name: 'Ann', family_name: 'Lee' },
    ...{ email: 'ann@example.org', email_verified: true },
    organisation: expect.objectContaining({ id: ids.school, name: 'A School', urn: null }),
    roles: ['Editor'],
  };
  expect(claims).toEqual({
    ...said,
    ...{ iss: scene.publicUrl, aud: scene.clientId, nonce: 'a-nonce' },
    ...{ acr: 'urn:gatehouse:acr:1', amr: ['otp'] },
  });
  const userinfo = await scene.userinfo(body.access_token);
  expect([userinfo.status, await userinfo.json()]).toEqual([200, said]);
});

test.each<[string, Record<string, string | undefined>]>([
  ['an unknown client', { client_id: 'nobody' }],
  ['a client id in another case', { client_id: 'CLIENT' }],
  ['no redirect URI', { redirect_uri: undefined }],
  ['a redirect URI that is not registered', { redirect_uri: `${REDIRECT}/` }],
  ['a redirect URI with another port', { redirect_uri: 'http://localhost:10/signed-in' }],
])('%s: a page, and no redirect', async (_, more) => {
  const answer = await scene.browser().visit(url(more));
  expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  expect(answer.headers.get('content-type')).toContain('text/html');
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(await answer.text()).toContain('You cannot sign in this way');
});

test('a page that goes nowhere leads to where the service begins, where that is known', async () => {
  const startUrl = 'https://service.example.org/start';
  const { clientId } = await scene.publishService('beginning', {
    clientId: 'beginning',
    signIn: { ...scene.signIn, startUrl },
  });
  await eventually(async () => {
    const page = await scene
      .browser()
      .visit(authorizeUrl(clientId, { redirect_uri: 'https://other.example' }));
    const html = await page.text();
    expect([page.status, html]).toEqual([400, expect.stringContaining(`href="${startUrl}"`)]);
    expect(html).not.toContain('other.example');
  });
  const unknown = await (await scene.browser().visit(url({ client_id: 'nobody' }))).text();
  expect(unknown).not.toContain('role="button"');
});

test.each(['client_id', 'redirect_uri'])('%s twice: a page', async (name) => {
  const again = new URL(url(), scene.publicUrl).searchParams.get(name) ?? '';
  const answer = await scene.browser().visit(`${url()}&${name}=${encodeURIComponent(again)}`);
  expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
});

test.each<[string, string, Record<string, string | undefined>]>([
  ['no response type', 'invalid_request', { response_type: undefined }],
  ['no scope', 'invalid_request', { scope: undefined, nonce: undefined }],
  ['a scope without openid', 'invalid_request', { scope: 'profile' }],
  ['no challenge', 'invalid_request', { code_challenge: undefined, code_challenge_method: undefined }],
  ['a plain challenge', 'invalid_request', { code_challenge_method: 'plain' }],
  ['a challenge without its method', 'invalid_request', { code_challenge_method: undefined }],
  ['prompt=consent', 'invalid_request', { prompt: 'consent' }],
  ['prompt=none with another', 'invalid_request', { prompt: 'none login' }],
  ['a negative max_age', 'invalid_request', { max_age: '-1' }],
  ['a hint that is no token', 'invalid_request', { id_token_hint: 'x.y.z' }],
  ['a request object', 'request_not_supported', { request: 'x' }],
  ['a request by reference', 'request_uri_not_supported', { request_uri: 'https://a.example/x' }],
  ['a resource that is not /me', 'invalid_target', { resource: 'https://a.example/' }],
  ['prompt=none where nobody is signed in', 'login_required', { prompt: 'none' }],
])('%s goes back as %s', async (_, error, more) => {
  const answer = await scene.browser().visit(url(more));
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toMatch(`${REDIRECT}?`);
  const { error_description, ...rest } = answerOf(answer);
  expect(rest).toEqual({ error, state: 'a-state', iss: scene.publicUrl });
  expect(error_description).toMatch(/./);
});

test.each(['request', 'request_uri'])('%s is refused in words by a form, too', async (name) => {
  const answer = await scene.browser().visit(url({ [name]: 'x', response_mode: 'form_post' }));
  const html = await answer.text();
  expect(html).toContain(`name="error" value="${name}_not_supported"`);
  expect(html).toContain(`name="error_description" value="the parameter ${name} is not supported"`);
});

test('a parameter twice is a fault, an unknown one is none', async () => {
  const twice = await scene.browser().visit(`${url()}&nonce=another`);
  expect(answerOf(twice)).toMatchObject({ error: 'invalid_request', state: 'a-state' });
  const unknown = await scene.browser().visit(`${url()}&colour=blue&colour=red`);
  expect(unknown.headers.get('location')).toMatch(/^\/sign-in\/[A-Za-z0-9_-]+$/);
});

test('a fault goes back in the fragment where tokens are asked for', async () => {
  const answer = await scene.browser().visit(url({ response_type: 'id_token' }));
  const { hash, search } = new URL(answer.headers.get('location') ?? '');
  expect(search).toBe('');
  expect(Object.fromEntries(new URLSearchParams(hash.slice(1)))).toMatchObject({
    error: 'unsupported_response_type',
    iss: scene.publicUrl,
  });
});

test('a person who is signed in is not asked again, and the cookie is a new one after each signing in', async () => {
  const browser = scene.browser();
  const session = () => browser.cookies().find(({ name }) => name === 'gatehouse-session')?.value;
  const first = await authorize(scene, browser, url(), { userId: ids.ann });
  const before = session();
  expect(first.headers.getSetCookie().join()).not.toMatch(/expires=(?!Thu, 01 Jan 1970)/i);
  expect(answerOf(await browser.visit(url()))).toHaveProperty('code');
  expect(answerOf(await browser.visit(url({ prompt: 'none' })))).toHaveProperty('code');
  expect(answerOf(await browser.visit(url({ max_age: '600' })))).toHaveProperty('code');
  expect(session()).toBe(before);
  for (const more of [{ prompt: 'login' }, { max_age: '0' }]) {
    expect((await browser.visit(url(more))).headers.get('location')).toMatch(/^\/sign-in\//);
  }
  const again = await authorize(scene, browser, url({ prompt: 'login' }), { userId: ids.ann });
  expect(answerOf(again)).toHaveProperty('code');
  expect(session()).not.toBe(before);
  expect(await scene.parts.sessions.withCookie(before ?? '')).toBeUndefined();
});

test('who signs in as another ends the former session; with the other’s hint that is login_required', async () => {
  const browser = scene.browser();
  const { id_token: hint = '' } = await tokensOf(scene, browser, { userId: ids.ann });
  const { sid } = claimsOf(hint);
  const asBob = await authorize(scene, browser, url({ prompt: 'login', id_token_hint: hint }), {
    userId: ids.bob,
  });
  expect(answerOf(asBob)).toMatchObject({ error: 'login_required' });
  expect(await scene.parts.sessions.get(String(sid))).toBeUndefined();
  const ended = await scene.store.collection(scene.sessionsCollection).get(String(sid));
  expect(ended?.state).toMatchObject({ status: 'ended', reason: 'replaced' });
  expect(ended).not.toHaveProperty('cookieHash');
  // Bob is signed in now; ann's hint asks for ann, who gets a code.
  expect(answerOf(await browser.visit(url({ prompt: 'none', id_token_hint: hint })))).toMatchObject({
    error: 'login_required',
  });
  const asAnn = await authorize(scene, browser, url({ id_token_hint: hint }), { userId: ids.ann });
  expect(answerOf(asAnn)).toHaveProperty('code');
});

test('a request by POST comes again by GET, once', async () => {
  const body = new URL(url(), scene.publicUrl).searchParams;
  const answer = await scene.browser().visit('/oidc/authorize', { method: 'POST', body });
  expect([answer.status, answer.headers.get('location')]).toEqual([
    303,
    `${scene.publicUrl}/oidc/authorize?${body}`,
  ]);
  const long = new URLSearchParams({ state: 'x'.repeat(9_000) });
  expect((await scene.browser().visit('/oidc/authorize', { method: 'POST', body: long })).status).toBe(413);
});

test('letters of any alphabet in a form come back as they were sent', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const sent = { body: 'state=\u{1f600}ŵ', headers };
  const answer = await scene.send({ kind: 'public' }, 'POST', '/oidc/authorize', sent);
  const { searchParams } = new URL(answer.headers.get('location') ?? '');
  expect([answer.status, searchParams.get('state')]).toEqual([303, '\u{1f600}ŵ']);
});

test('form_post answers with a page that has one script, by its hash, and a button without it', async () => {
  const browser = scene.browser();
  await authorize(scene, browser, url(), { userId: ids.ann });
  const answer = await browser.visit(url({ response_mode: 'form_post' }));
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-security-policy')).toMatch(/script-src [^;]*'sha256-/);
  expect(html).toContain(`action="${REDIRECT}"`);
  expect(html).toMatch(/name="code" value="[A-Za-z0-9_-]{43}"/);
  expect(html).toContain('<button');
  const fault = await scene.browser().visit(url({ response_mode: 'form_post', prompt: 'none' }));
  expect([fault.status, await fault.text()]).toEqual([
    200,
    expect.stringContaining('value="login_required"'),
  ]);
});

test('the way on is good in the browser that began it, and a lost answer is asked for again', async () => {
  const browser = scene.browser();
  const begun = await browser.visit(url());
  const id = begun.headers.get('location')?.split('/').at(-1) ?? '';
  const { interactions } = scene.parts;
  const by = { userId: ids.ann, method: 'code', acr: 'urn:gatehouse:acr:1', amr: ['otp'] } as const;
  const next = await interactions.finishWithLogin(id, by, 'c');
  expect((await scene.browser().visit(next)).status).toBe(400);
  const resume = browser.cookieHeader(`/oidc/authorize/${id}`);
  expect(answerOf(await browser.visit(next))).toHaveProperty('code');
  const repeated = await browser.visit(next, {
    headers: { cookie: `${resume}; ${browser.cookieHeader('/oidc')}` },
  });
  expect(repeated.headers.get('location')).toMatch(/\/oidc\/authorize\?.*client_id=/);
  expect(answerOf(await browser.visit(repeated.headers.get('location') ?? ''))).toHaveProperty('code');
});

test('nobody signs in to a service without sign-in, or to a disabled one', async () => {
  const [without, disabled] = await Promise.all([
    scene.publishService('without', { signIn: undefined }),
    scene.publishService('disabled', { status: 0 }),
  ]);
  await scene.knows(without);
  const answer = await scene.browser().visit(authorizeUrl(without.clientId));
  expect(answerOf(answer)).toMatchObject({ error: 'unauthorized_client', state: 'a-state' });
  expect((await scene.browser().visit(authorizeUrl(disabled.clientId))).status).toBe(400);
});

test('where PKCE is optional, a request without a challenge needs a nonce', async () => {
  const signIn = { ...scene.signIn, pkce: 'optional' as const };
  const service = await scene.publishService('old library', { signIn });
  await scene.knows(service);
  const plain = { code_challenge: undefined, code_challenge_method: undefined };
  const with_ = await scene.browser().visit(authorizeUrl(service.clientId, plain));
  expect(with_.headers.get('location')).toMatch(/^\/sign-in\//);
  const without = await scene.browser().visit(authorizeUrl(service.clientId, { ...plain, nonce: undefined }));
  expect(answerOf(without)).toMatchObject({ error: 'invalid_request' });
});
