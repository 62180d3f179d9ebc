import { createHmac, createPublicKey, type JsonWebKeyInput } from 'node:crypto';
import {
  answerOf,
  authorize,
  authorizeUrl,
  basic,
  CLIENT_SECRET,
  claimsOf,
  exchange,
  ids,
  type OidcScene,
  REDIRECT,
  startOidcScene,
  tokensOf,
} from '../testing/oidc-scene.ts';
import { createPerson } from '../testing/person.ts';

/** Attacks of RFC 9700 and of OpenID Connect Core 1.0, section 16, on the platform as a provider. */

let scene: OidcScene;
beforeAll(async () => {
  scene = await startOidcScene();
});
afterAll(() => scene.close());

const url = (more: Record<string, string | undefined> = {}) => authorizeUrl(scene.clientId, more);
const isActive = async (token = '') =>
  (await scene.parts.sessions.get(String(claimsOf(token).sid))) !== undefined;
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The claims of an ID token under signatures that are not the platform's. */
async function forgeries(token: string): Promise<Record<string, string>> {
  const claims = token.split('.')[1] ?? '';
  const jwks = await scene.send({ kind: 'public' }, 'GET', '/oidc/jwks');
  const [jwk] = ((await jwks.json()) as { keys: [JsonWebKeyInput['key']] }).keys;
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const hmac = (secret: string) => {
    const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${claims}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
  return {
    'no signature': `${part({ alg: 'none' })}.${claims}.`,
    'the public key as a secret': hmac(String(pem)),
    'the client secret': hmac(CLIENT_SECRET),
    'a change of its claims': token.replace(claims, part({ ...claimsOf(token), sub: ids.bob })),
  };
}

test('a forged ID token is no hint, whatever it is signed with', async () => {
  const browser = scene.browser();
  const { id_token = '' } = await tokensOf(scene, browser);
  for (const [what, forged] of Object.entries(await forgeries(id_token))) {
    const asked = answerOf(await browser.visit(url({ prompt: 'none', id_token_hint: forged })));
    expect([what, asked.error, asked.code]).toEqual([what, 'invalid_request', undefined]);
    const params = { id_token_hint: forged, post_logout_redirect_uri: 'http://localhost:9/signed-out' };
    const ended = await browser.visit(`/oidc/end-session?${new URLSearchParams(params)}`);
    expect([what, ended.status, await isActive(id_token)]).toEqual([what, 400, true]);
  }
});

test('a code without a challenge is redeemed by no verifier (PKCE downgrade)', async () => {
  const signIn = { ...scene.signIn, pkce: 'optional' as const };
  const service = await scene.publishService('downgraded', { signIn });
  await scene.knows(service);
  const plain = { code_challenge: undefined, code_challenge_method: undefined };
  const browser = scene.browser();
  const asked = authorizeUrl(service.clientId, plain);
  const { code = '' } = answerOf(await authorize(scene, browser, asked, { userId: ids.ann }));
  const answer = await exchange(scene, { code }, basic(service.clientId));
  expect([answer.status, await answer.json()]).toEqual([
    400,
    expect.objectContaining({ error: 'invalid_grant' }),
  ]);
});

test('a stolen code is of no use with the thief’s own verifier, and none without one', async () => {
  for (const code_verifier of ['t'.repeat(43), '']) {
    const { code = '' } = answerOf(await authorize(scene, scene.browser(), url(), { userId: ids.ann }));
    expect((await exchange(scene, { code, code_verifier })).status).toBe(400);
  }
});

test('a session’s cookie that somebody planted is nobody’s after signing in (session fixation)', async () => {
  const planted = 'A'.repeat(43);
  const browser = scene.browser();
  const visit = browser.visit;
  const withPlanted: typeof visit = (address, how = {}) =>
    visit(address, {
      ...how,
      headers: {
        cookie: `gatehouse-session=${planted}; ${browser.cookieHeader(new URL(address, scene.publicUrl).pathname)}`,
      },
    });
  const back = await authorize(scene, { ...browser, visit: withPlanted }, url(), { userId: ids.ann });
  expect(answerOf(back)).toHaveProperty('code');
  expect(await scene.parts.sessions.withCookie(planted)).toBeUndefined();
  const session = browser.cookies().find(({ name }) => name === 'gatehouse-session')?.value ?? '';
  expect(session).not.toBe(planted);
  expect(await scene.parts.sessions.withCookie(session)).toBeDefined();
});

test('nobody goes on with the request of another browser (login CSRF)', async () => {
  const [attacker, victim] = [createPerson(scene), createPerson(scene)];
  const page = await attacker.begin();
  await victim.begin();
  const id = /\/sign-in\/([^/"?]+)\/address/.exec(page.html)?.[1] ?? '';
  const by = { userId: ids.bob, method: 'code', acr: 'urn:gatehouse:acr:1', amr: ['otp'] } as const;
  const next = await scene.parts.interactions.finishWithLogin(id, by, 'c');
  const answer = await victim.open(next);
  expect([answer.status, answer.location]).toEqual([400, undefined]);
  expect(victim.browser.cookies().some(({ name }) => name === 'gatehouse-session')).toBe(false);
});

test('an ID token and a refresh token are no access tokens', async () => {
  const tokens = await tokensOf(scene, scene.browser(), undefined, { scope: 'openid offline_access' });
  expect((await scene.userinfo(tokens.access_token)).status).toBe(200);
  for (const token of [tokens.id_token, tokens.refresh_token]) {
    const answer = await scene.userinfo(token);
    expect([answer.status, await answer.json()]).toEqual([
      401,
      expect.objectContaining({ error: 'invalid_token' }),
    ]);
  }
});

test('a refresh token is good for the client alone that got it', async () => {
  const tokens = await tokensOf(scene, scene.browser(), undefined, { scope: 'openid offline_access' });
  const other = await scene.publishService('a thief');
  await scene.knows(other);
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: tokens.refresh_token ?? '',
  });
  const refreshed = (headers: Record<string, string>) =>
    scene.send({ kind: 'public' }, 'POST', '/oidc/token', { body, headers });
  const stolen = await refreshed(basic(other.clientId));
  expect([stolen.status, await stolen.json()]).toEqual([
    400,
    expect.objectContaining({ error: 'invalid_grant' }),
  ]);
  expect((await refreshed(basic(scene.clientId))).status).toBe(200);
});

test('a host that a request names changes no address (host header)', async () => {
  const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
  const path = '/.well-known/openid-configuration';
  const document = await scene.send({ kind: 'public' }, 'GET', path, { headers });
  expect(await document.text()).not.toContain('evil.example');
  const begun = await scene.browser().visit(url(), { headers });
  expect(begun.headers.get('location')).toMatch(/^\/sign-in\//);
});

test('every redirect is 303: no browser sends a form on (307 redirect)', async () => {
  const person = createPerson(scene);
  const page = await person.begin();
  const statuses = [
    (await person.open(url())).status,
    (await person.open(url({ prompt: 'none' }))).status,
    (await person.post('/oidc/authorize', { client_id: scene.clientId })).status,
    (await person.submit(page, '/address', { email: 'ann@example.org' })).status,
    (await person.post('/oidc/end-session', { state: 'x' })).status,
    (await person.submit(page, '/back')).status,
  ];
  expect(new Set(statuses)).toEqual(new Set([303]));
});

test('a code leaves no trace in a referrer, and no page of a request is framed', async () => {
  const browser = scene.browser();
  const back = await authorize(scene, browser, url(), { userId: ids.ann });
  const form = await browser.visit(url({ response_mode: 'form_post' }));
  for (const answer of [back, form, await browser.visit(url({ redirect_uri: `${REDIRECT}/` }))]) {
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  }
});

test('cookies are held to the host by their prefix where browsers come by https', async () => {
  const secure = await startOidcScene({ publicUrl: 'https://id.example.org' });
  try {
    const browser = secure.browser();
    const asked = await browser.visit(authorizeUrl(secure.clientId));
    const back = await authorize(secure, browser, authorizeUrl(secure.clientId), { userId: ids.ann });
    const cookies = [asked, back].flatMap((answer) => answer.headers.getSetCookie());
    expect(cookies.length).toBeGreaterThan(3);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; *secure/i);
      expect(cookie).toMatch(/; *httponly/i);
      expect(cookie).toMatch(/; *samesite=lax/i);
      expect(cookie).toMatch(/^__(?:Host-.*; *path=\/(?:;|$)|Secure-.*; *path=\/\w)/i);
      expect(cookie).not.toMatch(/domain=/i);
    }
  } finally {
    await secure.close();
  }
});
