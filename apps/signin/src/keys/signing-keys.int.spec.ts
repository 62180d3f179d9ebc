import { eventually } from '@gatehouse/testing';
import { openParts } from '../open-parts.ts';
import { authorizeUrl, claimsOf, type OidcScene, startOidcScene, tokensOf } from '../testing/oidc-scene.ts';

let scene: OidcScene;
beforeEach(async () => {
  scene = await startOidcScene();
});
afterEach(() => scene.close());

const open = (path: string, init: { headers?: Record<string, string> } = {}, method = 'GET') =>
  scene.send({ kind: 'public' }, method, path, init);
const published = async (): Promise<string[]> => {
  const { keys } = (await (await open('/oidc/jwks')).json()) as { keys: Record<string, string>[] };
  return keys.map(({ kid = '' }) => kid);
};
const kidOf = (token = '') =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid as string;
async function states(answer: Response): Promise<Record<string, string[]>> {
  const { signingKeys } = (await answer.json()) as { signingKeys: { kid: string; state: string }[] };
  return Object.groupBy(signingKeys, ({ state }) => state) as never;
}
const manage = (body?: object) =>
  scene.send({ kind: 'operator' }, body ? 'POST' : 'GET', '/manage/signing-keys', {
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
const stateOf = async () => (await scene.parts.signingKeys.read()).state;
const inState = async (wanted: string) =>
  (await stateOf()).keys.filter(({ state }) => state === wanted).map(({ kid }) => kid);

test('discovery and keys: for any origin, for five minutes, with nothing private', async () => {
  const answer = await open('/.well-known/openid-configuration', {
    headers: { origin: 'https://a.example' },
  });
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
  expect(answer.headers.get('access-control-allow-origin')).toMatch(/^(\*|https:\/\/a\.example)$/);
  const base = scene.publicUrl;
  const told = (await answer.json()) as Record<string, unknown>;
  expect(told).toMatchObject({
    issuer: base,
    authorization_endpoint: `${base}/oidc/authorize`,
    token_endpoint: `${base}/oidc/token`,
    userinfo_endpoint: `${base}/oidc/userinfo`,
    jwks_uri: `${base}/oidc/jwks`,
    end_session_endpoint: `${base}/oidc/end-session`,
    revocation_endpoint: `${base}/oidc/revoke`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    prompt_values_supported: ['none', 'login'],
    authorization_response_iss_parameter_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    claims_parameter_supported: false,
  });
  expect([...(told.response_modes_supported as string[])].sort()).toEqual(['form_post', 'fragment', 'query']);
  expect([...(told.grant_types_supported as string[])].sort()).toEqual([
    'authorization_code',
    'refresh_token',
  ]);
  expect(told).not.toHaveProperty('registration_endpoint');
  const jwks = await open('/oidc/jwks');
  expect(jwks.headers.get('cache-control')).toBe('public, max-age=300');
  const { keys } = (await jwks.json()) as { keys: Record<string, string>[] };
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

test('what the library has beside our endpoints is not there', async () => {
  for (const path of [
    '/oidc/unused/confirm',
    '/oidc/request',
    '/oidc/token/introspection',
    '/oidc/reg',
    '/oidc/device',
  ]) {
    expect((await open(path, {}, 'POST')).status).toBe(404);
  }
  expect((await open('/.well-known/oauth-authorization-server')).status).toBe(404);
  const wrong = await open('/oidc/token');
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
});

test('the operator sees the keys and brings the next one in; no client notices', async () => {
  const before = await states(await manage());
  expect(before).toMatchObject({ current: [expect.anything()], next: [expect.anything()] });
  const [current, next] = [await inState('current'), await inState('next')];
  const { id_token: old, access_token } = await tokensOf(scene, scene.browser());
  expect([kidOf(old)]).toEqual(current);
  expect((await manage({})).status).toBe(200);
  expect([await inState('current'), await inState('former')]).toEqual([next, current]);
  expect((await published()).sort()).toEqual([...current, ...next, ...(await inState('next'))].sort());
  const { id_token } = await tokensOf(scene, scene.browser());
  expect([kidOf(id_token)]).toEqual(next);
  expect((await scene.userinfo(access_token)).status).toBe(200);
  // The former key still vouches for a hint.
  const browser = scene.browser();
  await tokensOf(scene, browser);
  const answer = await browser.visit(authorizeUrl(scene.clientId, { id_token_hint: old, prompt: 'none' }));
  expect(answer.headers.get('location')).toContain('code=');
});

test('a compromised key is gone, and what it signed for is over; a newer session stays', async () => {
  const before = await tokensOf(scene, scene.browser());
  await manage({});
  scene.advance(1_000);
  const after = await tokensOf(scene, scene.browser());
  const [former = ''] = await inState('former');
  expect((await manage({ compromised: former })).status).toBe(200);
  expect(await published()).not.toContain(former);
  const isActive = async (token = '') =>
    (await scene.parts.sessions.get(String(claimsOf(token).sid))) !== undefined;
  expect([await isActive(before.id_token), await isActive(after.id_token)]).toEqual([false, true]);
  scene.advance(1_000);
  const [current = ''] = await inState('current');
  await manage({ compromised: current });
  expect([await published(), await isActive(after.id_token)]).toEqual([
    expect.not.arrayContaining([current]),
    false,
  ]);
  expect((await stateOf()).compromised.map(({ kid }) => kid)).toEqual([former, current]);
  expect((await stateOf()).keys.map(({ state }) => state)).toEqual(['current', 'next']);
});

test('who may not: 401 and 403, and what is not there 400; nothing changes', async () => {
  const { version } = await scene.parts.signingKeys.read();
  expect((await scene.send(undefined, 'POST', '/manage/signing-keys')).status).toBe(401);
  const client = { kind: 'client', serviceId: 'A', clientId: 'a' } as const;
  for (const method of ['GET', 'POST']) {
    expect((await scene.send(client, method, '/manage/signing-keys')).status).toBe(403);
  }
  expect((await manage({ compromised: 'nothing' })).status).toBe(400);
  // A slip of the pen must not pass for a key that was taken away.
  expect((await manage({ compromissed: (await inState('current'))[0] })).status).toBe(400);
  expect((await scene.parts.signingKeys.read()).version).toBe(version);
});

test('keys rotate by time on any number of instances, and are gone when what they signed has run out', async () => {
  const [first] = await inState('current');
  const { config, store, sealer, publicUrl, log, services } = scene;
  const others = Array.from({ length: 3 }, () =>
    openParts({ ...{ config, store, sealer, publicUrl, log, services }, now: () => scene.clock.now() }),
  );
  const step = () => Promise.all(others.map(({ signingKeys }) => signingKeys.step()));
  scene.advance(90 * 86_400_000);
  await step();
  expect([await inState('former'), (await stateOf()).keys.length]).toEqual([[first], 3]);
  await step();
  expect((await stateOf()).keys).toHaveLength(3);
  scene.advance(2 * 86_400_000);
  await step();
  expect([await inState('former'), (await stateOf()).keys.length]).toEqual([[], 2]);
});

test('private keys are sealed, in the store and in the event', async () => {
  await scene.parts.signingKeys.read();
  const records: string[] = [];
  const { topics } = await import('@gatehouse/contracts');
  const { replicate } = await import('@gatehouse/event-log');
  const consumer = await replicate({
    ...{ log: scene.eventLog, topics: [topics.signingKeys.name], logger: scene.log },
    apply: async (record: { value: string }) => void records.push(record.value),
  } as never);
  try {
    await eventually(() => expect(records.length).toBeGreaterThan(0));
  } finally {
    await consumer.close();
  }
  const everything = JSON.stringify(await scene.everythingStored()) + records.join();
  const { keys } = await stateOf();
  for (const key of keys) {
    const { d = '' } = scene.parts.signingKeys.privateKey(key);
    expect(d).toMatch(/.{100}/);
    expect(everything).not.toContain(d);
  }
});
