import { builtInServices, type ServiceState } from '@gatehouse/contracts';
import { eventually } from '@gatehouse/testing';
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
  startOidcScene,
} from '../testing/oidc-scene.ts';

let scene: OidcScene;
beforeAll(async () => {
  scene = await startOidcScene();
  const state: ServiceState = await scene.publishService('console', {
    ...builtInServices.console,
    ...{ builtIn: true, clientId: 'console', params: { actsForPeople: 'support' } },
  });
  await scene.knows(state);
});
afterAll(() => scene.close());

async function redeemed(secret: string, scope = 'openid') {
  const url = authorizeUrl('console', { scope });
  const { code = '' } = answerOf(await authorize(scene, scene.browser(), url, { userId: ids.ann }));
  const answer = await exchange(scene, { code }, basic('console', secret));
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

test('a built-in service authenticates by a secret derived from any internal key, and by no other', async () => {
  const derived = scene.credentials.clientSecretsOf('console');
  expect(derived).toEqual([expect.stringMatching(/^[\w-]{43}$/), expect.stringMatching(/^[\w-]{43}$/)]);
  for (const secret of derived) expect((await redeemed(secret)).status).toBe(200);
  const [others] = scene.credentials.clientSecretsOf('accounts');
  expect(derived).not.toContain(others);
  // One that a service of the operator's may have is none of its own.
  for (const secret of [others ?? '', CLIENT_SECRET]) {
    expect(await redeemed(secret)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  }
});

test('who has a grant to the console with role support is a supporter', async () => {
  const [secret = ''] = scene.credentials.clientSecretsOf('console');
  const scopeOf = async () => {
    const { body } = await redeemed(secret, 'openid me support');
    return claimsOf(body.access_token).scope;
  };
  expect(await scopeOf()).toBe('me');
  await scene.grantTo(ids.school, ['other'], ids.ann, builtInServices.console.id);
  await scene.grantTo(ids.college, ['support'], ids.bob, builtInServices.console.id);
  expect(await scopeOf()).toBe('me');
  await scene.grantTo(ids.school, ['other', 'support'], ids.ann, builtInServices.console.id);
  await eventually(async () => expect(await scopeOf()).toBe('me support'));
});
