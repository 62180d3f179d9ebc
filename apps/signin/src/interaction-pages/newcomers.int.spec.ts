import { exampleEvent, parseEvent, type StateOf } from '@gatehouse/contracts';
import { membership, user } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import { ids, type OidcScene, startOidcScene } from '../testing/oidc-scene.ts';
import { challengesOf, createPerson, emailTo, formsOf, textOf } from '../testing/person.ts';
import { testId } from '../testing/signin-under-test.ts';

let scene: OidcScene;
beforeAll(async () => {
  scene = await startOidcScene();
});
afterAll(() => scene.close());

let last = 0;
/** A newcomer at the page for names. */
async function atNames(email: string, in_: OidcScene = scene) {
  const person = createPerson(in_, `198.51.100.${++last}`);
  const page = await person.giveAddress(await person.begin(), email);
  const { code } = await emailTo(in_, email);
  return { person, names: await person.follow(await person.giveCode(page, code)) };
}

async function requestOf(email: string, in_: OidcScene = scene) {
  return eventually(async () => {
    const [challenge] = await challengesOf(in_, email);
    const state = challenge?.state;
    if (state?.status !== 'proved' || state.commandRequest === undefined) throw new Error('nothing is asked');
    return { state, commandRequest: state.commandRequest };
  });
}

const invitation = (name: string, email: string, more = {}) =>
  ({
    ...(parseEvent(exampleEvent('gatehouse.invitations.invitation.v1').event)?.data
      .state as StateOf<'gatehouse.invitations.invitation.v1'>),
    ...{ id: testId(name), email, serviceId: ids.service, organisationId: ids.college },
    ...{ status: 'waiting', registrationId: testId('registration'), givenName: 'Nia', familyName: 'Rees' },
    ...more,
  }) as never;

test('who has no account gives names, directory makes the user, and the person is signed in', async () => {
  const { person, names } = await atNames('New@example.org');
  expect(textOf(names)).toContain('There is no account with New@example.org yet.');
  const answering = requestOf('new@example.org').then(({ state, commandRequest: { id, at } }) =>
    scene.neighbours.publish(
      'gatehouse.directory.user.v1',
      user(state.userId, { email: 'New@example.org', givenName: 'Ada', answered: [{ id, at }] }),
    ),
  );
  const given = await person.submit(names, '/names', { givenName: 'Ada', familyName: 'Park' });
  await answering;
  const back = given.location?.endsWith('/wait')
    ? await eventually(async () => {
        const page = await person.open(given.location ?? '');
        expect(page.status).toBe(303);
        return page;
      })
    : given;
  expect((await person.follow(back)).location).toContain('code=');
  const [challenge] = await challengesOf(scene, 'new@example.org');
  expect(challenge?.state).toMatchObject({ status: 'ended', outcome: 'registered' });
});

test('whoever has the address by then is who signs in', async () => {
  const { person, names } = await atNames('taken@example.org');
  const answering = requestOf('taken@example.org').then(({ commandRequest: { id, at } }) =>
    scene.neighbours.publish(
      'gatehouse.directory.user.v1',
      user(testId('holder'), { email: 'taken@example.org', answered: [{ id, at }] }),
    ),
  );
  await person.submit(names, '/names', { givenName: 'Ada', familyName: 'Park' });
  await answering;
  await eventually(async () => {
    const [challenge] = await challengesOf(scene, 'taken@example.org');
    expect(challenge?.state).toMatchObject({ outcome: 'registered', userId: testId('holder') });
  });
});

test.each([
  [{ givenName: '', familyName: 'Park' }, 'Enter your first name'],
  [{ givenName: 'Ada', familyName: '\u200b ' }, 'Enter your last name'],
  [{ givenName: 'A'.repeat(256), familyName: 'Park' }, 'Your first name must be 255 characters or fewer'],
  [{ givenName: 'Ada', familyName: 'Pa\nrk' }, 'Your last name must not have line breaks'],
])('faulty names are 422 and ask for nothing: %j', async (given, fault) => {
  const email = `faulty-${++last}@example.org`;
  const { person, names } = await atNames(email);
  const answer = await person.submit(names, '/names', given);
  expect([answer.status, textOf(answer)]).toEqual([422, expect.stringContaining(fault)]);
  const [challenge] = await challengesOf(scene, email);
  expect(challenge?.state).not.toHaveProperty('commandRequest');
});

test('while directory does not answer the page says so, and looks again every two seconds without script', async () => {
  const { person, names } = await atNames('slow@example.org');
  const given = await person.submit(names, '/names', { givenName: 'Ada', familyName: 'Park' });
  expect([given.status, given.location]).toEqual([303, expect.stringMatching(/\/wait$/)]);
  const page = await person.follow(given);
  expect([page.status, textOf(page)]).toEqual([200, expect.stringContaining('We are making your account')]);
  expect(page.html).toContain('<meta http-equiv="refresh" content="2">');
  const before = await requestOf('slow@example.org');
  scene.advance(61_000);
  await eventually(async () => {
    const { commandRequest } = await requestOf('slow@example.org');
    expect(commandRequest.id).toBe(before.commandRequest.id);
    expect(commandRequest.at > before.commandRequest.at).toBe(true);
  });
});

test('the page names what waits for the address, and waits until it is in place', async () => {
  const email = 'invited@example.org';
  const type = 'gatehouse.invitations.invitation.v1';
  await scene.neighbours.publish(type, invitation('invited', email));
  const { person, names: first } = await atNames(email);
  const path = formsOf(first)[0]?.action ?? '';
  const names = await eventually(async () => {
    const page = await person.open(path);
    expect(textOf(page)).toContain('School Meals');
    return page;
  });
  expect(textOf(names)).toContain('It comes with what you have been invited to: School Meals for B College');
  expect(names.html).toContain('value="Nia"');
  const answering = requestOf(email).then(async ({ state, commandRequest: { id, at } }) => {
    expect(state.shown).toEqual([testId('invited')]);
    const memberships = [membership(ids.college, 1)];
    await scene.neighbours.publish(
      'gatehouse.directory.user.v1',
      user(state.userId, { email, memberships, answered: [{ id, at }] }),
    );
    await scene.grantTo(ids.college, ['Reader'], state.userId);
    await scene.neighbours.publish(
      type,
      invitation('invited', email, { status: 'accepted', userId: state.userId, acceptedAt: at }),
    );
  });
  const given = await person.submit(names, '/names', { givenName: 'Nia', familyName: 'Rees' });
  await answering;
  expect(given.status).toBe(303);
});

describe('without self-registration', () => {
  let closed: OidcScene;
  beforeAll(async () => {
    closed = await startOidcScene({ config: { SELF_REGISTRATION: false } });
  });
  afterAll(() => closed.close());

  test('nobody’s address gets an email that says so, and no code works', async () => {
    const person = createPerson(closed);
    const page = await person.giveAddress(await person.begin(), 'nobody@example.org');
    expect(textOf(page)).toContain('We have sent an email to nobody@example.org.');
    expect(await emailTo(closed, 'nobody@example.org')).toMatchObject({
      template: 'sign-in-no-account',
      code: '',
    });
    const [challenge] = await challengesOf(closed, 'nobody@example.org');
    const { state } = challenge ?? {};
    const code =
      state?.status === 'open' ? closed.sealer.open(state.sealed, `challenge-code:${state.id}`) : '';
    expect((await person.giveCode(page, code)).status).toBe(422);
  });

  test('who was invited has a code', async () => {
    const email = 'asked@example.org';
    await closed.neighbours.publish('gatehouse.invitations.invitation.v1', invitation('asked', email));
    const { names } = await atNames(email, closed);
    expect(textOf(names)).toContain('What is your name?');
  });
});
