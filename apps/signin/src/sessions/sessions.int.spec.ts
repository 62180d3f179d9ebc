import { SESSION_USE_PATH } from '@gatehouse/contracts';
import { user } from '@gatehouse/contracts/testing';
import type { Caller } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { claimsOf, ids, type OidcScene, startOidcScene, tokensOf } from '../testing/oidc-scene.ts';

const LOGOUT = 'https://rp.example.org/logout';
let scene: OidcScene;
beforeEach(async () => {
  scene = await startOidcScene();
});
afterEach(() => scene.close());

const person = (userId: string, sessionId: string): Caller => ({
  ...{ kind: 'person', userId, clientId: 'console', scopes: ['me'], sessionId },
});

async function json(answer: Promise<Response>) {
  const response = await answer;
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** Somebody signs in, in a browser of their own; gives the session's id. */
async function signIn(userId = ids.ann): Promise<string> {
  const { id_token: token } = await tokensOf(scene, scene.browser(), { userId }, { scope: 'openid' });
  return String(claimsOf(token).sid);
}

const stateOf = async (id: string) => (await scene.store.collection(scene.sessionsCollection).get(id))?.state;

async function tellsOfLogouts(): Promise<void> {
  const before = scene.services.byId(ids.service);
  if (before?.signIn === undefined) throw new Error('the service is not known');
  const { version: _, ...state } = before;
  const next = {
    ...state,
    updatedAt: new Date().toISOString(),
    signIn: { ...before.signIn, backchannelLogoutUri: LOGOUT },
  };
  await scene.neighbours.publish('gatehouse.access.service.v1', next);
  await eventually(async () =>
    expect(scene.services.byId(ids.service)?.signIn?.backchannelLogoutUri).toBe(LOGOUT),
  );
}

describe('one’s own sessions', () => {
  test('where and when one is signed in, the last begun first, a page at a time', async () => {
    const [first, second] = [await signIn(), await signIn()];
    const { status, body } = await json(scene.send(person(ids.ann, first), 'GET', '/me/sessions'));
    expect([status, body.numberOfRecords]).toEqual([200, 2]);
    expect(new Set(body.sessions.map(({ id }: { id: string }) => id))).toEqual(new Set([first, second]));
    expect(body.sessions[0]).toEqual({
      ...{ id: expect.any(String), startedAt: expect.any(String), lastUsedAt: expect.any(String) },
      ...{ method: 'code', browser: null },
      services: [{ serviceId: ids.service, name: expect.any(String), firstAt: expect.any(String) }],
    });
    const page = await json(scene.send(person(ids.ann, first), 'GET', '/me/sessions?page=2&pageSize=1'));
    expect(page.body).toMatchObject({ sessions: [expect.anything()], page: 2, numberOfPages: 2 });
    const others = await json(scene.send(person(ids.bob, first), 'GET', '/me/sessions'));
    expect(others.body.sessions).toEqual([]);
  });

  test('one that is ended is over at once, and its service is told; the other goes on', async () => {
    await tellsOfLogouts();
    const [here, there] = [await signIn(), await signIn()];
    // The app itself may know the service a moment later than this test.
    const path = `/me/sessions/${there.toLowerCase()}`;
    expect((await json(scene.send(person(ids.ann, here), 'DELETE', path))).status).toBe(204);
    expect(await stateOf(there)).toMatchObject({
      ...{ status: 'ended', reason: 'ended-by-person' },
      messages: [{ kind: 'logout', serviceId: ids.service, url: LOGOUT, userId: ids.ann, sid: there }],
    });
    expect((await stateOf(here))?.status).toBe('active');
    expect((await json(scene.send(person(ids.ann, here), 'DELETE', path))).status).toBe(404);
  });

  test('a use of a person’s token keeps a session from ending by idleness, and revives none', async () => {
    const [used, idle, over] = [await signIn(), await signIn(), await signIn()];
    const use = (caller: Caller | undefined) => scene.send(caller, 'POST', SESSION_USE_PATH);
    expect((await scene.send(person(ids.ann, used), 'DELETE', `/me/sessions/${over}`)).status).toBe(204);
    for (let quarter = 0; quarter < 6; quarter++) {
      scene.advance(15 * 60_000);
      for (const id of [used, over]) {
        const answer = await use(person(ids.ann, id));
        expect([answer.status, await answer.json()]).toEqual([200, { quietMs: 120_000 }]);
      }
    }
    const { body } = await json(scene.send(person(ids.ann, used), 'GET', '/me/sessions'));
    expect(body.sessions.map(({ id }: { id: string }) => id)).toEqual([used]);
    expect(Date.parse(body.sessions[0].lastUsedAt)).toBeGreaterThan(scene.clock.now() - 60_000);
    expect((await stateOf(over))?.status).toBe('ended');
    expect((await use(undefined)).status).toBe(401);
    for (const kind of ['operator', 'public'] as const) expect((await use({ kind })).status).toBe(403);
    scene.advance(61 * 60_000);
    await use(person(ids.ann, idle));
    expect((await json(scene.send(person(ids.ann, idle), 'GET', '/me/sessions'))).body.sessions).toEqual([]);
  });

  test('401, 403 and 404: nothing ends', async () => {
    const id = await signIn();
    const path = `/me/sessions/${id}`;
    expect((await json(scene.send(undefined, 'DELETE', path))).status).toBe(401);
    for (const caller of [
      { kind: 'operator' },
      { kind: 'client', serviceId: ids.service, clientId: 'x' },
      { ...person(ids.ann, id), scopes: ['support'] } as Caller,
    ] as const) {
      expect((await json(scene.send(caller, 'DELETE', path))).status).toBe(403);
      expect((await json(scene.send(caller, 'GET', '/me/sessions'))).status).toBe(403);
    }
    expect((await json(scene.send(person(ids.bob, id), 'DELETE', path))).status).toBe(404);
    expect((await json(scene.send(person(ids.ann, id), 'DELETE', `/me/sessions/${newId()}`))).status).toBe(
      404,
    );
    expect((await json(scene.send(person(ids.ann, id), 'DELETE', '/me/sessions/x'))).status).toBe(404);
    expect((await stateOf(id))?.status).toBe('active');
  });

  test('a token outlives its account: 403 once that is not in use, 401 once it is removed', async () => {
    const id = await signIn();
    const statuses = async () => [
      (await json(scene.send(person(ids.ann, id), 'GET', '/me/sessions'))).status,
      (await json(scene.send(person(ids.ann, id), 'GET', '/me/sign-ins'))).status,
      (await json(scene.send(person(ids.ann, id), 'DELETE', `/me/sessions/${newId()}`))).status,
    ];
    expect(await statuses()).toEqual([200, 200, 404]);
    const tell = (state: Parameters<typeof scene.neighbours.publish<'gatehouse.directory.user.v1'>>[1]) =>
      scene.neighbours.publish('gatehouse.directory.user.v1', state);
    await tell(user(ids.ann, { email: 'ann@example.org', status: 0 }));
    await eventually(async () => expect(await statuses()).toEqual([403, 403, 403]));
    await tell({ id: ids.ann, state: 'removed', answered: [], removedAt: new Date().toISOString() });
    await eventually(async () => expect(await statuses()).toEqual([401, 401, 401]));
  });
});

describe('the operator', () => {
  test('sees a user’s sessions, and ends all of them', async () => {
    await tellsOfLogouts();
    const mine = [await signIn(), await signIn()];
    const others = await signIn(ids.bob);
    const path = `/manage/users/${ids.ann}/sessions`;
    const { status, body } = await json(scene.operator('GET', path));
    expect([status, body.sessions.length]).toEqual([200, 2]);
    expect((await json(scene.operator('DELETE', path))).status).toBe(204);
    for (const id of mine) {
      expect(await stateOf(id)).toMatchObject({
        ...{ status: 'ended', reason: 'ended-by-operator', messages: [{ url: LOGOUT }] },
      });
    }
    expect((await stateOf(others))?.status).toBe('active');
    expect((await json(scene.operator('GET', path))).body.sessions).toEqual([]);
    expect((await json(scene.operator('DELETE', path))).status).toBe(204);
  });

  test('401, 403 and 404: nothing ends', async () => {
    const id = await signIn();
    const path = `/manage/users/${ids.ann}/sessions`;
    for (const method of ['GET', 'DELETE']) {
      expect((await json(scene.send(undefined, method, path))).status).toBe(401);
      expect((await json(scene.send(person(ids.ann, id), method, path))).status).toBe(403);
      expect((await json(scene.operator(method, '/manage/users/nobody/sessions'))).status).toBe(404);
    }
    expect((await json(scene.operator('DELETE', `/manage/users/${newId()}/sessions`))).status).toBe(404);
    expect((await stateOf(id))?.status).toBe('active');
  });
});

describe('what becomes of a user ends their sessions', () => {
  const change = (state: Parameters<typeof scene.neighbours.publish<'gatehouse.directory.user.v1'>>[1]) =>
    scene.neighbours.publish('gatehouse.directory.user.v1', state);
  const endsFor = (id: string, reason: string) =>
    eventually(async () => expect(await stateOf(id)).toMatchObject({ status: 'ended', reason }));

  test('deactivated', async () => {
    const [id, other] = [await signIn(), await signIn(ids.bob)];
    await change(user(ids.ann, { email: 'ann@example.org', status: 0 }));
    await endsFor(id, 'user-deactivated');
    expect((await stateOf(other))?.status).toBe('active');
  });

  test('removed', async () => {
    const id = await signIn();
    const at = new Date().toISOString();
    await change({
      id: ids.ann,
      state: 'removed',
      answered: [],
      removedAt: at,
    });
    await endsFor(id, 'user-removed');
  });

  test('another address', async () => {
    const id = await signIn();
    await change(user(ids.ann, { email: 'ann.lee@example.org' }));
    await endsFor(id, 'email-changed');
  });
});
