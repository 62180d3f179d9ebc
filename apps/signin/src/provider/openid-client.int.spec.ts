import type { CookieBrowser } from '@gatehouse/testing';
import * as client from 'openid-client';
import {
  authorize,
  CLIENT_SECRET,
  ids,
  type OidcScene,
  REDIRECT,
  startOidcScene,
} from '../testing/oidc-scene.ts';

let scene: OidcScene;
let config: client.Configuration;
beforeAll(async () => {
  scene = await startOidcScene();
  config = await client.discovery(
    new URL(scene.publicUrl),
    scene.clientId,
    CLIENT_SECRET,
    client.ClientSecretBasic(CLIENT_SECRET),
    { execute: [client.allowInsecureRequests], [client.customFetch]: throughGateway },
  );
  config[client.customFetch] = throughGateway;
});
afterAll(() => scene.close());

/** The gateway's part, which is not there. */
async function throughGateway(
  address: string,
  { method, headers, body }: client.CustomFetchOptions,
): Promise<Response> {
  const { pathname, search } = new URL(address);
  return scene.send({ kind: 'public' }, method, pathname + search, {
    headers: headers as Record<string, string>,
    ...(body !== undefined && body !== null && { body: String(body) }),
  });
}

/** As the library's own example has it: the request with everything that protects it, and what comes back checked. */
async function signIn(browser: CookieBrowser, scope: string) {
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    ...{ redirect_uri: REDIRECT, scope, state, nonce },
    ...{ code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
  });
  const back = await authorize(scene, browser, url.href, {
    userId: ids.ann,
    by: { provedEmail: 'ann@example.org' },
  });
  return client.authorizationCodeGrant(config, new URL(back.headers.get('location') ?? ''), {
    ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
  });
}

test('openid-client signs in unmodified, with signatures checked', async () => {
  client.enableNonRepudiationChecks(config);
  const tokens = await signIn(scene.browser(), 'openid profile email organisation roles');
  const claims = tokens.claims();
  expect(claims).toMatchObject({
    sub: ids.ann,
    aud: scene.clientId,
    organisation: { id: ids.school },
    roles: ['Editor'],
  });
  const told = await client.fetchUserInfo(config, tokens.access_token, ids.ann);
  expect(told).toMatchObject({ email: 'ann@example.org', email_verified: true, name: 'Ann Lee' });
});

test('it refreshes, revokes and signs out', async () => {
  const browser = scene.browser();
  const tokens = await signIn(browser, 'openid offline_access');
  const again = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
  expect(again.claims()?.sub).toBe(ids.ann);
  await client.tokenRevocation(config, tokens.refresh_token ?? '');
  await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  });
  const out = client.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token ?? '',
    post_logout_redirect_uri: 'http://localhost:9/signed-out',
    state: 'bye',
  });
  const left = await browser.visit(out.href);
  expect(left.headers.get('location')).toBe('http://localhost:9/signed-out?state=bye');
});

test('what the platform refuses, it reports as such', async () => {
  const url = client.buildAuthorizationUrl(config, {
    ...{
      redirect_uri: REDIRECT,
      scope: 'openid',
      state: 's',
      prompt: 'none',
      code_challenge: 'a'.repeat(43),
    },
    code_challenge_method: 'S256',
  });
  const back = await scene.browser().visit(url.href);
  const answer = new URL(back.headers.get('location') ?? '');
  await expect(
    client.authorizationCodeGrant(config, answer, { expectedState: 's', pkceCodeVerifier: 'b'.repeat(43) }),
  ).rejects.toMatchObject({ error: 'login_required' });
});
