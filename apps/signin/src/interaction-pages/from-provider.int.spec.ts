import { user } from '@gatehouse/contracts/testing';
import { newId } from '@gatehouse/runtime';
import { eventually, identityProvider, type ScriptedProvider, withClaims } from '@gatehouse/testing';
import { claimsOf, exchange, ids, type OidcScene, startOidcScene } from '../testing/oidc-scene.ts';
import { challengesOf, createPerson, type Person, type SeenPage, textOf } from '../testing/person.ts';

let scene: OidcScene;
let scripted: ScriptedProvider;
let providerId: string;
beforeAll(async () => {
  scene = await startOidcScene();
  scripted = await identityProvider();
  providerId = newId();
  await put();
  await scene.neighbours.publish(
    'gatehouse.directory.user.v1',
    user(ids.ann, { email: 'ann@school.example' }),
  );
});
afterAll(async () => {
  await scene.close();
  await scripted.close();
});
beforeEach(() => {
  Object.assign(scripted.script, { faults: {}, response: undefined, idTokenClaims: {} });
  scripted.script.person = { sub: 'ann-there', email: 'ann@school.example', email_verified: true };
});

async function put(more: Record<string, unknown> = {}): Promise<void> {
  const { issuer, clientId, clientSecret } = scripted;
  const answer = await scene.send({ kind: 'operator' }, 'PUT', `/manage/identity-providers/${providerId}`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'School accounts', issuer, clientId, clientSecret, ...more }),
  });
  expect([200, 201]).toContain(answer.status);
}

/** Presses the button: where the browser is sent. */
async function goes(person: Person, page?: SeenPage): Promise<URL> {
  const sent = await person.submit(page ?? (await person.begin()), `/from/${providerId}`);
  expect(sent.status).toBe(303);
  return new URL(sent.location ?? '', scene.publicUrl);
}

/** Signs in at the provider: the way back, as a path. */
async function way(there: URL): Promise<string> {
  const { headers } = await fetch(there, { redirect: 'manual' });
  const back = new URL(headers.get('location') ?? '');
  return `${back.pathname}${back.search}`;
}

const comes = async (person: Person) => person.follow(await person.open(await way(await goes(person))));
const ofCode = async (page: SeenPage) => {
  const code = new URL(page.location ?? '').searchParams.get('code') ?? '';
  return claimsOf(((await (await exchange(scene, { code })).json()) as { id_token: string }).id_token);
};

test('who comes from another provider is signed in as the user that the address says', async () => {
  await eventually(async () => {
    const person = createPerson(scene);
    expect(textOf(await person.begin())).toContain('Sign in with School accounts');
  });
  scripted.script.idTokenClaims = { amr: ['pwd'] };
  const back = await eventually(async () => {
    const page = await comes(createPerson(scene));
    expect(page.location).toContain('code=');
    return page;
  });
  expect(await ofCode(back)).toMatchObject({ sub: ids.ann, acr: 'urn:gatehouse:acr:1', amr: ['pwd'] });
});

test('a provider’s second factor is told', async () => {
  await put({ mfa: ['mfa'] });
  scripted.script.idTokenClaims = { amr: ['pwd', 'mfa'] };
  const claims = await ofCode(await comes(createPerson(scene)));
  expect(claims).toMatchObject({ sub: ids.ann, acr: 'urn:gatehouse:acr:2', amr: ['pwd', 'mfa'] });
});

test('somebody new is asked for names, which are filled in', async () => {
  const email = 'new@school.example';
  scripted.script.person = {
    sub: 'new',
    email,
    email_verified: true,
    given_name: 'Nia',
    family_name: 'Rees',
  };
  const person = createPerson(scene);
  const names = await comes(person);
  expect(names.html).toContain('value="Nia"');
  expect(names.html).toContain('value="Rees"');
  const answering = eventually(async () => {
    const state = (await challengesOf(scene, email))[0]?.state;
    if (state?.status !== 'proved' || state.commandRequest === undefined) throw new Error('nothing is asked');
    const { userId, commandRequest } = state;
    const answered = [{ id: commandRequest.id, at: commandRequest.at }];
    await scene.neighbours.publish('gatehouse.directory.user.v1', user(userId, { email, answered }));
    return userId;
  });
  const given = await person.submit(names, '/names', { givenName: 'Nia', familyName: 'Rees' });
  const userId = await answering;
  const back = await eventually(async () => {
    const page = await person.follow(
      given.location?.endsWith('/wait') ? await person.open(given.location) : given,
    );
    expect(page.location).toContain('code=');
    return page;
  });
  expect(await ofCode(back)).toMatchObject({ sub: userId });
  const listed = await scene.operator('GET', `/manage/users/${userId}/identities`);
  expect(await listed.json()).toMatchObject({ identities: [{ subject: 'new', linkedBy: 'registration' }] });
  expect((await ofCode(await comes(createPerson(scene)))).sub).toBe(userId);
});

test.each<[string, () => void]>([
  [
    'breaks a rule',
    () => {
      scripted.script.signing = withClaims({ aud: 'another' });
    },
  ],
  [
    'answers badly',
    () => {
      scripted.script.faults = { token: { status: 500 } };
    },
  ],
  [
    'says that the person went back',
    () => {
      scripted.script.response = ({ state = '', iss = '' }) => ({ state, iss, error: 'access_denied' });
    },
  ],
  [
    'vouches for no address',
    () => {
      scripted.script.person = { sub: 'nobody', email: 'ann@school.example' };
    },
  ],
])('a provider that %s leads to the page that offers the code', async (_, script) => {
  const { signing } = scripted.script;
  script();
  const page = await comes(createPerson(scene));
  scripted.script.signing = signing;
  expect(page.status).toBe(200);
  expect(textOf(page)).toContain('We could not sign you in that way.');
  expect(page.html).toContain('name="email"');
});

test('a way back is this browser’s, and good once', async () => {
  const person = createPerson(scene);
  const back = await way(await goes(person));
  const stranger = createPerson(scene);
  expect((await stranger.open(back)).status).toBe(400);
  await stranger.begin();
  expect((await stranger.open(back)).status).toBe(410);
  expect((await person.follow(await person.open(back))).location).toContain('code=');
  expect((await person.open(back)).status).toBe(410);
});

test('a form of another site goes nowhere', async () => {
  const person = createPerson(scene);
  const page = await person.begin();
  const asked = scripted.asked.authorize;
  const refused = await person.submit(page, `/from/${providerId}`, { token: 'another' });
  expect([refused.status, scripted.asked.authorize]).toEqual([403, asked]);
});

test('what a provider ends, ends here', async () => {
  scripted.script.idTokenClaims = { sid: 'session-there' };
  const person = createPerson(scene);
  await comes(person);
  expect((await person.begin()).location).toContain('code=');
  const token = scripted.logoutToken({ sid: 'session-there' });
  const body = new URLSearchParams({ logout_token: token });
  const taken = await scene.send({ kind: 'public' }, 'POST', `/sign-in/from/${providerId}/logout`, { body });
  expect(taken.status).toBe(200);
  expect(textOf(await person.begin())).toContain('Email address');
});

test('a provider that is away takes its button away, and nothing else', async () => {
  await scripted.goAway();
  await put({ name: 'Away' });
  const page = await createPerson(scene).begin();
  await scripted.comeBack();
  expect(textOf(page)).not.toContain('Away');
  expect(page.html).toContain('name="email"');
});
