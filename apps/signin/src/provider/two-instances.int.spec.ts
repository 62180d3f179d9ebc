import { eventually, mongodbForTests } from '@gatehouse/testing';
import {
  answerOf,
  authorize,
  authorizeUrl,
  basic,
  claimsOf,
  ids,
  type OidcScene,
  REDIRECT,
  startOidcScene,
  VERIFIER,
} from '../testing/oidc-scene.ts';

const mongodb = await mongodbForTests();
afterAll(() => ('stop' in mongodb ? mongodb.stop() : undefined));
const engines: [string, string | undefined][] = [
  ['SQLite', 'sqlite:'],
  'url' in mongodb ? [`MongoDB (${mongodb.from})`, mongodb.url] : [mongodb.skipped, undefined],
];

for (const [engine, storeUrl] of engines) {
  const on = storeUrl === undefined ? describe.skip : describe;
  on(`two instances: ${engine}`, () => twoInstances(storeUrl));
}

function twoInstances(storeUrl: string | undefined): void {
  let scene: OidcScene;
  let sends: OidcScene['send'][];
  beforeAll(async () => {
    scene = await startOidcScene({ storeUrl });
    const other = await scene.another();
    sends = [scene.send, other.send];
    await eventually(async () => {
      const answer = await other.send({ kind: 'public' }, 'GET', authorizeUrl(scene.clientId));
      expect(answer.status).toBe(303);
    });
  });
  afterAll(() => scene.close());

  const newCode = async (scope = 'openid organisation') => {
    const url = authorizeUrl(scene.clientId, { scope });
    return answerOf(await authorize(scene, scene.browser(), url, { userId: ids.ann })).code ?? '';
  };
  const at = (index: number) => sends[index % sends.length] as OidcScene['send'];
  function exchangeAt(index: number, code: string) {
    const body = new URLSearchParams({
      ...{ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: VERIFIER },
    });
    return at(index)({ kind: 'public' }, 'POST', '/oidc/token', { body, headers: basic(scene.clientId) });
  }

  test('one code redeemed 100 times at once gives exactly one success', async () => {
    for (let time = 0; time < 3; time++) {
      const code = await newCode();
      const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => exchangeAt(index, code)));
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([200, ...Array(99).fill(400)]);
    }
  });

  test('any instance takes any request', async () => {
    const browser = scene.browser();
    const begun = await browser.visit(authorizeUrl(scene.clientId, { scope: 'openid organisation' }), {
      via: at(0),
    });
    const id = begun.headers.get('location')?.split('/').at(-1) ?? '';
    const by = { userId: ids.ann, method: 'code', acr: 'urn:gatehouse:acr:1', amr: ['otp'] } as const;
    const next = await scene.parts.interactions.finishWithLogin(id, by, 'c');
    const { code = '' } = answerOf(await browser.visit(next, { via: at(1) }));
    const tokens = (await (await exchangeAt(0, code)).json()) as Record<string, string>;
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    const userinfo = await at(1)({ kind: 'public' }, 'GET', '/oidc/userinfo', { headers });
    expect(await userinfo.json()).toMatchObject({ sub: ids.ann, organisation: { id: ids.school } });
    // What one instance ends is over for the other at once.
    await browser.visit(`/oidc/end-session?id_token_hint=${tokens.id_token}`, { via: at(0) });
    expect((await at(1)({ kind: 'public' }, 'GET', '/oidc/userinfo', { headers })).status).toBe(401);
    expect(await scene.parts.sessions.get(String(claimsOf(tokens.id_token).sid))).toBeUndefined();
  });

  test('a key that one takes away is gone from the other at once', async () => {
    const published = async (index: number) => {
      const answer = await at(index)({ kind: 'public' }, 'GET', '/oidc/jwks');
      return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    };
    const before = await published(1);
    await at(0)({ kind: 'operator' }, 'POST', '/manage/signing-keys', {
      body: JSON.stringify({ compromised: before[0] }),
      headers: { 'content-type': 'application/json' },
    });
    const after = await published(1);
    expect(after).not.toContain(before[0]);
    expect(after).toEqual(await published(0));
  });

  test('the first keys are made once, however many ask', async () => {
    const { version } = await scene.parts.signingKeys.read();
    await Promise.all(Array.from({ length: 5 }, () => scene.parts.signingKeys.step()));
    expect((await scene.parts.signingKeys.read()).version).toBe(version);
  });
}
