import { membership, organisation, user } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import {
  answerOf,
  authorize,
  authorizeUrl,
  basic,
  claimsOf,
  exchange,
  ids,
  type OidcScene,
  startOidcScene,
} from '../testing/oidc-scene.ts';
import { testId } from '../testing/signin-under-test.ts';

let scene: OidcScene;
const dora = testId('dora');
const closed = testId('closed school');
beforeAll(async () => {
  scene = await startOidcScene();
  await scene.neighbours.publish('gatehouse.directory.organisation.v1', organisation(closed, { status: 0 }));
  const memberships = [ids.college, ids.school, closed].map((id) => membership(id, 1));
  await scene.neighbours.publish('gatehouse.directory.user.v1', user(dora, { memberships }));
  for (const id of [ids.school, ids.college, closed]) await scene.grantTo(id, [`at ${id}`], dora);
  await eventually(async () => expect(await scene.choicesOf(dora)).toHaveLength(2));
});
afterAll(() => scene.close());

const SCOPE = { scope: 'openid organisation roles' };
const url = (more: Record<string, string> = {}) => authorizeUrl(scene.clientId, { ...SCOPE, ...more });

async function claimsAfter(back: Response, clientId = scene.clientId) {
  const { code = '' } = answerOf(back);
  const body = (await (await exchange(scene, { code }, basic(clientId))).json()) as Record<string, string>;
  const { organisation: said, roles } = claimsOf(body.id_token);
  const userinfo = (await (await scene.userinfo(body.access_token)).json()) as Record<string, unknown>;
  expect({ organisation: said, roles }).toEqual({
    organisation: userinfo.organisation,
    roles: userinfo.roles,
  });
  return { organisation: said as { id?: string }, roles };
}

test('the choice is by name, without organisations of status 0', async () => {
  expect((await scene.choicesOf(dora)).map(({ name }) => name)).toEqual(['A School', 'B College']);
});

test('of several the person chooses, at every request', async () => {
  const browser = scene.browser();
  const first = await authorize(scene, browser, url(), { userId: dora, organisationId: ids.college });
  expect(await claimsAfter(first)).toMatchObject({
    organisation: { id: ids.college },
    roles: [`at ${ids.college}`],
  });
  const asked = await browser.visit(url());
  const id = asked.headers.get('location')?.split('/').at(-1) ?? '';
  const read = await scene.parts.interactions.read(id, browser.cookieHeader(`/sign-in/${id}`));
  expect(read).toMatchObject({
    status: 'open',
    asks: 'organisation',
    userId: dora,
    lastOrganisationId: ids.college,
  });
  const next = await scene.parts.interactions.finishWithOrganisation(id, ids.school);
  expect(await claimsAfter(await browser.visit(next))).toMatchObject({ organisation: { id: ids.school } });
  // With prompt=none it is the one last chosen in this session.
  const silent = await browser.visit(url({ prompt: 'none' }));
  expect(await claimsAfter(silent)).toMatchObject({ organisation: { id: ids.school } });
});

test('prompt=none without a choice made before, and without any organisation: interaction_required', async () => {
  const browser = scene.browser();
  await authorize(scene, browser, authorizeUrl(scene.clientId), { userId: dora });
  expect(answerOf(await browser.visit(url({ prompt: 'none' })))).toMatchObject({
    error: 'interaction_required',
  });
  const bob = scene.browser();
  await authorize(scene, bob, authorizeUrl(scene.clientId), { userId: ids.bob });
  expect(answerOf(await bob.visit(url({ prompt: 'none' })))).toMatchObject({ error: 'interaction_required' });
});

test('what comes back is held against the list: another organisation is asked for again', async () => {
  const browser = scene.browser();
  await authorize(scene, browser, authorizeUrl(scene.clientId), { userId: dora });
  for (const organisationId of [closed, testId('elsewhere')]) {
    const asked = await browser.visit(url());
    const id = asked.headers.get('location')?.split('/').at(-1) ?? '';
    const next = await scene.parts.interactions.finishWithOrganisation(id, organisationId);
    expect((await browser.visit(next)).headers.get('location')).toMatch(/^\/sign-in\//);
  }
});

test('who has none is asked, and may go back: access_denied', async () => {
  const browser = scene.browser();
  const asked = await authorize(scene, browser, url(), { userId: ids.bob });
  const id = asked.headers.get('location')?.split('/').at(-1) ?? '';
  expect(await scene.parts.interactions.read(id, browser.cookieHeader(`/sign-in/${id}`))).toMatchObject({
    asks: 'organisation',
  });
  const back = await browser.visit(await scene.parts.interactions.deny(id));
  expect(answerOf(back)).toMatchObject({ error: 'access_denied', state: 'a-state', iss: scene.publicUrl });
});

test('with `member`: every organisation of the person’s, or none', async () => {
  const service = await scene.publishService('identity only', {
    signIn: { ...scene.signIn, organisations: 'member' },
  });
  await scene.knows(service);
  const memberUrl = authorizeUrl(service.clientId, SCOPE);
  const one = await authorize(scene, scene.browser(), memberUrl, {
    userId: ids.ann,
    organisationId: ids.college,
  });
  expect(await claimsAfter(one, service.clientId)).toMatchObject({
    organisation: { id: ids.college },
    roles: [],
  });
  const none = await authorize(scene, scene.browser(), memberUrl, { userId: ids.bob });
  expect(await claimsAfter(none, service.clientId)).toEqual({ organisation: {}, roles: [] });
});
