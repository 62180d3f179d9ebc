import { callbackIn, emailIn, user } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import { invitationsSuite } from '../testing/invitations-suite.ts';
import { testId } from '../testing/invitations-under-test.ts';
import { CHILD, person, SCHOOL } from '../testing/scene.ts';

const { app, invited, listed, registrationsTo } = await invitationsSuite();

describe('a known user', () => {
  test('is linked, granted, informed and called back; every event that comes twice changes nothing', async () => {
    const ann = person(app, testId('ann'), 'ann@example.org');
    await ann.publish(2);
    const callback = 'https://meals.example.org/callback';
    const id = await invited('Ann@Example.org', { callback, organisation: SCHOOL, sourceId: 42 });
    const linking = await app.reached(id, 'linking');
    expect(linking).toMatchObject({ userId: ann.id, inform: true, organisationId: SCHOOL });
    expect(linking).not.toHaveProperty('registrationId');
    const accepted = await ann.complete(id, 2);
    expect(callbackIn(accepted)).toMatchObject({ url: callback, body: { sub: ann.id, sourceId: 42 } });
    expect(emailIn(accepted)).toMatchObject({
      recipient: { userId: ann.id },
      data: { givenName: 'Ada', serviceName: 'School Meals', organisationName: 'Hill School' },
    });
    expect(registrationsTo('Ann@Example.org')).toEqual([]);
    expect(await listed(id)).toMatchObject({ status: 'accepted', organisation: SCHOOL, sourceId: 42 });
  });

  test('is invited again by each request, the same or not', async () => {
    const bob = person(app, testId('bob'), 'bob@example.org');
    await bob.publish();
    const first = await invited('bob@example.org');
    await app.reached(first, 'linking');
    expect(await invited('bob@example.org')).not.toBe(first);
  });
});

describe('a new person', () => {
  test('comes by the page: with the right code, once', async () => {
    const email = 'New@example.org';
    const userRedirect = 'https://meals.example.org/après/中?x=1';
    const id = await invited(email, { organisation: SCHOOL, userRedirect, inviteSubjectOverride: 'Come' });
    const waiting = await app.reached(id, 'waiting');
    const { path, code, registration } = await app.emailTo(email);
    expect(emailIn(registration)).toMatchObject({
      recipient: { address: email },
      data: {
        serviceName: 'School Meals',
        organisationName: 'Hill School',
        givenName: 'Ann',
        subject: 'Come',
        expiresAt: waiting.expiresAt,
      },
    });
    const page = await app.page(path);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/School Meals[\s\S]*Hill School/);
    expect(page.headers.get('content-security-policy')).not.toContain('form-action');
    expect((await app.page(path, 'HEAD')).status).toBe(200);

    const newcomer = { code: ` ${code.toLowerCase().slice(0, 4)}-${code.slice(4)}`, familyName: 'Lee-Ray' };
    const submitted = app.submit(path, newcomer);
    const accepted = await eventually(() => {
      const state = app.states.get(registration.id);
      if (state?.kind !== 'registration' || state.status !== 'accepted') throw new Error('not accepted');
      return state;
    });
    expect(accepted).toMatchObject({ email, givenName: 'Ann', familyName: 'Lee-Ray', shown: [id] });
    const made = person(app, accepted.userId, email.toLowerCase());
    await made.answer(accepted.commandRequest ?? { id: '', at: '' });
    expect(await app.reached(id, 'linking')).toMatchObject({
      inform: false,
      registrationId: registration.id,
    });
    const done = await made.complete(id);
    expect(emailIn(done)).toBeUndefined();
    const answer = await submitted;
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('https://meals.example.org/apr%C3%A8s/%E4%B8%AD?x=1');

    await eventually(() => expect(app.states.get(registration.id)).not.toHaveProperty('commandRequest'));
    for (const again of [await app.page(path), await app.submit(path, newcomer)]) {
      expect(again.status).toBe(410);
      expect(again.text).not.toContain(code);
    }
  });

  test('five wrong codes close the page for 15 minutes, also for the right one, and forms that come at once are counted', async () => {
    const email = 'wrong@example.org';
    await invited(email);
    const { path, code } = await app.emailTo(email);
    expect((await app.submit(path, { code: ' - ' })).status).toBe(422);
    const attempts = await Promise.all(
      Array.from({ length: 8 }, () => app.submit(path, { code: 'WRONGCOD', givenName: 'Ann' })),
    );
    const statuses = attempts.map(({ status }) => status).sort();
    expect(statuses.filter((status) => status === 422)).toHaveLength(5);
    expect(new Set(statuses)).toEqual(new Set([422, 429]));
    for (const closed of [await app.submit(path, { code }), await app.page(path)]) {
      expect(closed.status).toBe(429);
      const retryAfter = Number(closed.headers.get('retry-after'));
      expect(retryAfter).toBeGreaterThan(14 * 60);
      expect(retryAfter).toBeLessThanOrEqual(15 * 60);
    }
    app.advance(15 * 60_000);
    const faulty = await app.submit(path, { code, givenName: ' ', familyName: 'x'.repeat(256) });
    expect(faulty.status).toBe(422);
    expect(faulty.text).toContain('Enter your first name');
    expect((await app.submit(path, { code })).status).toBe(303);
  });

  test('those to the same email wait together: one email, one page, and none is informed that it showed', async () => {
    const email = 'together@example.org';
    const first = await invited(email, { organisation: SCHOOL });
    const { path, code, registration } = await app.emailTo(email);
    const second = await invited(email, {}, { to: CHILD });
    await app.reached(second, 'waiting');
    expect(await invited('TOGETHER@example.org', { organisation: SCHOOL })).toBe(first);
    expect(registrationsTo(email)).toHaveLength(1);
    expect(registrationsTo(email)[0]).toMatchObject({ generation: 1 });
    const page = await app.page(path);
    expect(page.text).toContain(`name="shown" value="${first} ${second}"`);
    expect(page.text).toContain('Child Service');

    const submitted = app.submit(path, { code });
    const accepted = await eventually(() => {
      const state = app.states.get(registration.id);
      if (state?.kind !== 'registration' || state.status !== 'accepted') throw new Error('not accepted');
      return state;
    });
    expect([...accepted.shown].sort()).toEqual([first, second].sort());
    const late = await invited(email, { sourceId: 'late' });
    await app.reached(late, 'waiting');
    const made = person(app, accepted.userId, email);
    await made.answer(accepted.commandRequest ?? { id: '', at: '' });
    expect(await app.reached(late, 'linking')).toMatchObject({ inform: true });
    for (const id of [first, second]) {
      expect(await app.reached(id, 'linking')).toMatchObject({ inform: false });
      await made.complete(id);
    }
    expect((await submitted).headers.get('location')).toBe('https://meals.example.org/welcome');
    expect(registrationsTo(email)).toHaveLength(1);
  });

  test('a service without a page of its own has one of ours', async () => {
    const email = 'welcome@example.org';
    await invited(email, {}, { to: CHILD });
    const { path, code } = await app.emailTo(email);
    const answer = await app.submit(path, { code });
    expect(answer.headers.get('location')).toBe('/register/welcome');
    expect((await app.page('/register/welcome')).status).toBe(200);
  });
});

test('a person who becomes a user otherwise is linked and informed, and the link says so', async () => {
  const email = 'Other.Wise@example.org';
  const id = await invited(email);
  const { path, code, registration } = await app.emailTo(email);
  const otherwise = person(app, testId('otherwise'), 'other.wise@EXAMPLE.org');
  await otherwise.publish(2);
  expect(await app.reached(id, 'linking')).toMatchObject({ userId: otherwise.id, inform: true });
  await eventually(() => expect(app.states.get(registration.id)).toMatchObject({ status: 'superseded' }));
  expect((await app.page(path)).status).toBe(410);
  expect((await app.submit(path, { code })).status).toBe(410);
  expect(emailIn(await otherwise.complete(id))).toMatchObject({
    recipient: { userId: otherwise.id },
  });
});

test('an old state of a user that comes again links nobody', async () => {
  const mover = person(app, testId('mover'), 'now@example.org');
  await mover.publish();
  const id = await invited('before@example.org');
  await app.reached(id, 'waiting');
  const before = user(mover.id, { email: 'before@example.org' });
  await app.neighbours.publish('gatehouse.directory.user.v1', before, 1, 1);
  const next = await invited('now@example.org');
  await app.reached(next, 'linking');
  expect(app.states.get(id)).toMatchObject({ status: 'waiting' });
});

test('a command request without a reply for ten minutes raises an alarm', async () => {
  const mute = person(app, testId('mute'), 'mute@example.org');
  await mute.publish();
  const id = await invited('mute@example.org');
  const { commandRequest } = await app.reached(id, 'linking');
  app.advance(11 * 60_000);
  await eventually(() => expect(app.logged.join('')).toContain(`"commandRequestId":"${commandRequest.id}"`));
  const metrics = await app.page('/metrics');
  expect(metrics.text).toMatch(/gatehouse_overdue_command_requests\{[^}]*\} [1-9]/);
  await mute.complete(id);
});

test('a command request without a reply is sent again under the same id, and the same reply counts', async () => {
  const slow = person(app, testId('slow'), 'slow@example.org');
  await slow.publish();
  const id = await invited('slow@example.org');
  const { commandRequest } = await app.reached(id, 'linking');
  app.advance(61_000);
  const again = await eventually(async () => {
    const state = await app.reached(id, 'linking');
    expect(state.commandRequest.at).not.toBe(commandRequest.at);
    return state;
  });
  expect(again.commandRequest).toMatchObject({ id: commandRequest.id, firstAt: commandRequest.firstAt });
  await slow.complete(id);
});
