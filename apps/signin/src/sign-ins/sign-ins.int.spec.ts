import { CLIENT_ADDRESS_HEADER } from '@gatehouse/contracts';
import { user } from '@gatehouse/contracts/testing';
import type { Caller } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { eventually, mongodbForTests } from '@gatehouse/testing';
import {
  answerOf,
  authorize,
  authorizeUrl,
  exchange,
  ids,
  type OidcScene,
  startOidcScene,
} from '../testing/oidc-scene.ts';
import { createPerson, emailTo, type SeenPage } from '../testing/person.ts';
import { signInsCollection } from './sign-ins.store.ts';

const mongodb = await mongodbForTests();
afterAll(() => ('stop' in mongodb ? mongodb.stop() : undefined));
const engines: [string, string | undefined][] = [
  ['SQLite', 'sqlite:'],
  'url' in mongodb ? [`MongoDB (${mongodb.from})`, mongodb.url] : [mongodb.skipped, undefined],
];

let scene: OidcScene;
for (const [engine, storeUrl] of engines) {
  const on = storeUrl === undefined ? describe.skip : describe;
  on(`records of sign-ins: ${engine}`, () => {
    beforeEach(async () => {
      scene = await startOidcScene({ storeUrl });
    });
    afterEach(() => scene.close());
    describe('what came of it', outcomesOfSignIns);
    describe('who may see them', readers);
    describe('how long', ends);
  });
}

const ORGANISATION = { scope: 'openid organisation' };
const path = (userId = ids.ann) => `/manage/users/${userId}/sign-ins`;
const caller = (userId: string): Caller => ({
  ...{ kind: 'person', userId, clientId: 'console', scopes: ['me'], sessionId: newId() },
});
const stored = (userId = ids.ann) =>
  scene.store.collection(signInsCollection).find({ where: { userId }, limit: 100 });

async function signInsOf(userId = ids.ann, query = '') {
  const answer = await scene.operator('GET', `${path(userId)}${query}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as { signIns: Record<string, unknown>[]; numberOfRecords: number };
}

/** What is told behind an answer may come a moment after it. */
const outcomes = (expected: string[], userId = ids.ann) =>
  eventually(async () => {
    const { signIns } = await signInsOf(userId);
    expect(signIns.map(({ outcome }) => outcome)).toEqual(expected);
    return signIns;
  });

const paused = () => new Promise<void>((resolve) => setImmediate(resolve));
const codeIn = (page: SeenPage) => answerOf({ headers: page.headers } as Response).code;

function outcomesOfSignIns(): void {
  test('signed in by a code: one record, whole, however many pages there were', async () => {
    await scene.grantTo(ids.college, ['Reader']);
    await eventually(async () => expect(await scene.choicesOf(ids.ann)).toHaveLength(2));
    const person = createPerson(scene, '2001:db8:7:8::9');
    const asked = await person.giveAddress(await person.begin(ORGANISATION), 'ann@example.org');
    const { code } = await emailTo(scene, 'ann@example.org');
    const choice = await person.follow(await person.giveCode(asked, code));
    await outcomes(['organisation-not-chosen']);
    const back = await person.follow(
      await person.submit(choice, '/organisation', { organisation: ids.school }),
    );
    expect(codeIn(back)).toBeDefined();
    const { signIns, numberOfRecords } = await signInsOf();
    expect(numberOfRecords).toBe(1);
    expect(signIns).toEqual([
      {
        ...{ at: expect.stringMatching(/^\d{4}-.*Z$/), method: 'code', outcome: 'signed-in' },
        ...{ serviceId: ids.service, organisationId: ids.school, address: '2001:db8:7::/48' },
      },
    ]);
  });

  test('the same session again, and another provider; a silent look is no sign-in', async () => {
    const browser = scene.browser();
    const by = { method: 'provider' } as const;
    const url = authorizeUrl(scene.clientId, ORGANISATION);
    await authorize(scene, browser, url, { userId: ids.ann, by });
    scene.advance(1_000);
    const headers = { [CLIENT_ADDRESS_HEADER]: '::ffff:192.0.2.77' };
    const again = await browser.visit(authorizeUrl(scene.clientId, { scope: 'openid' }), { headers });
    expect(answerOf(again)).toHaveProperty('code');
    const silent = await browser.visit(authorizeUrl(scene.clientId, { scope: 'openid', prompt: 'none' }));
    expect(answerOf(silent)).toHaveProperty('code');
    const { signIns } = await signInsOf();
    expect(signIns).toMatchObject([
      { method: 'session', outcome: 'signed-in', organisationId: null, address: '192.0.2.0/24' },
      { method: 'provider', outcome: 'signed-in', organisationId: ids.school, address: null },
    ]);
  });

  test('no organisation stays what it was when the person goes back', async () => {
    const person = createPerson(scene);
    const asked = await person.giveAddress(await person.begin(ORGANISATION), 'bob@example.org');
    const { code } = await emailTo(scene, 'bob@example.org');
    const none = await person.follow(await person.giveCode(asked, code));
    await outcomes(['no-organisation'], ids.bob);
    await person.follow(await person.submit(none, '/back'));
    await paused();
    expect(await outcomes(['no-organisation'], ids.bob)).toMatchObject([{ method: 'code' }]);
  });

  test('wrong codes, each; then the person goes back', async () => {
    const person = createPerson(scene);
    const asked = await person.giveAddress(await person.begin(), 'ann@example.org');
    const { code } = await emailTo(scene, 'ann@example.org');
    const wrong = code === '00000000' ? '11111111' : '00000000';
    await person.giveCode(asked, wrong);
    await person.giveCode(asked, wrong);
    await outcomes(['wrong-code', 'wrong-code']);
    scene.advance(1_000);
    await person.submit(asked, '/back');
    expect(await outcomes(['access-denied', 'wrong-code', 'wrong-code'])).toMatchObject([
      ...Array.from({ length: 3 }, () => ({
        method: 'code',
        serviceId: ids.service,
        address: '192.0.2.0/24',
      })),
    ]);
  });

  test('a deactivated user; and what nobody’s address is for', async () => {
    await scene.neighbours.publish(
      'gatehouse.directory.user.v1',
      user(ids.bob, { email: 'bob@example.org', status: 0 }),
    );
    const person = createPerson(scene);
    await person.giveAddress(await person.begin(), 'bob@example.org');
    await outcomes(['deactivated'], ids.bob);
    const stranger = createPerson(scene);
    const asked = await stranger.giveAddress(await stranger.begin(), 'nobody@example.org');
    await stranger.giveCode(asked, '00000000');
    await paused();
    expect(await scene.store.collection(signInsCollection).count()).toBe(1);
  });

  test('a service that asked for somebody else is not told who came', async () => {
    const browser = scene.browser();
    const first = await authorize(scene, browser, authorizeUrl(scene.clientId), { userId: ids.ann });
    expect(answerOf(first)).toHaveProperty('code');
    const tokens = await exchange(scene, { code: answerOf(first).code ?? '' });
    const { id_token: hint } = (await tokens.json()) as { id_token: string };
    const other = await authorize(
      scene,
      scene.browser(),
      authorizeUrl(scene.clientId, { id_token_hint: hint }),
      { userId: ids.bob },
    );
    expect(answerOf(other)).toMatchObject({ error: 'login_required' });
    await outcomes(['refused'], ids.bob);
  });
}

function readers(): void {
  test('the person, their own; a page at a time', async () => {
    for (const userId of [ids.ann, ids.ann, ids.bob]) {
      await authorize(scene, scene.browser(), authorizeUrl(scene.clientId), { userId });
      scene.advance(1_000);
    }
    const own = await scene.send(caller(ids.ann), 'GET', '/me/sign-ins?pageSize=1&page=2');
    expect(await own.json()).toMatchObject({
      ...{ signIns: [{ outcome: 'signed-in' }], numberOfRecords: 2, page: 2, numberOfPages: 2 },
    });
    const { signIns } = await signInsOf();
    const times = signIns.map(({ at }) => String(at));
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test('nobody else: 401, 403, 404', async () => {
    for (const place of [path(), '/me/sign-ins']) {
      expect((await scene.send(undefined, 'GET', place)).status).toBe(401);
      const client: Caller = { kind: 'client', serviceId: ids.service, clientId: 'x' };
      expect((await scene.send(client, 'GET', place)).status).toBe(403);
    }
    expect((await scene.send(caller(ids.ann), 'GET', path())).status).toBe(403);
    expect((await scene.operator('GET', '/me/sign-ins')).status).toBe(403);
    expect((await scene.operator('GET', path(newId()))).status).toBe(404);
    expect((await scene.operator('GET', path('nobody'))).status).toBe(404);
  });
}

function ends(): void {
  const removal = (id: string) => ({
    ...{ id, state: 'removed' as const, answered: [], removedAt: new Date(scene.clock.now()).toISOString() },
  });

  test('ninety days, without any traffic', async () => {
    await authorize(scene, scene.browser(), authorizeUrl(scene.clientId), { userId: ids.ann });
    scene.advance(89 * 86_400_000);
    await scene.parts.purge();
    expect(await stored()).toHaveLength(1);
    scene.advance(86_400_000);
    await scene.parts.purge();
    expect(await stored()).toEqual([]);
  });

  test('the records of a removed user go, and none comes afterwards; those of others stay', async () => {
    for (const userId of [ids.ann, ids.bob]) {
      await authorize(scene, scene.browser(), authorizeUrl(scene.clientId), { userId });
    }
    const person = createPerson(scene);
    const asked = await person.giveAddress(await person.begin(), 'ann@example.org');
    await scene.neighbours.publish('gatehouse.directory.user.v1', removal(ids.ann));
    await eventually(async () => expect(await stored()).toEqual([]));
    await person.giveCode(asked, '00000000');
    await paused();
    expect([await stored(), (await stored(ids.bob)).length]).toEqual([[], 1]);
  });
}
