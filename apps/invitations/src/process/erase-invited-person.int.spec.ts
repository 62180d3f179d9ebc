import { user } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import { invitationsSuite } from '../testing/invitations-suite.ts';
import { DAY_MS, testId } from '../testing/invitations-under-test.ts';
import { person } from '../testing/scene.ts';

const { app, invited, listed, registrationsTo } = await invitationsSuite();

test('removing the person ends the invitation, and nothing personal is left', async () => {
  const gone = person(app, testId('gone'), 'gone@example.org');
  await gone.publish();
  const done = await invited('gone@example.org', { sourceId: 'done' });
  await gone.complete(done);
  const id = await invited('gone@example.org', { given_name: 'Gonelia' });
  await app.reached(id, 'linking');
  await gone.remove();
  expect(await app.reached(id, 'revoked')).toMatchObject({ reason: 'user-removed' });
  await eventually(() => expect(app.states.get(done)).not.toHaveProperty('email'));
  expect(JSON.stringify([app.states.get(id), app.states.get(done)])).not.toMatch(/gone@|Gonelia/);
  expect(await listed(id)).toMatchObject({ email: null, organisation: null });
});

test('the next person under the id is not linked, though the removal was missed and the old reply came', async () => {
  const [former, id] = ['former-life@example.org', testId('two lives')];
  const before = person(app, id, former);
  await before.publish();
  const invitation = await invited(former);
  const { commandRequest, userVersion } = await app.reached(invitation, 'linking');
  expect(userVersion).toEqual(expect.any(Number));
  await app.neighbours.publish(
    'gatehouse.directory.user.v1',
    user(id, {
      email: 'next-life@example.org',
      incarnation: (userVersion ?? 0) + 1,
      answered: [{ id: commandRequest.id, at: commandRequest.at }],
    }),
  );
  expect(await app.reached(invitation, 'revoked')).toMatchObject({ reason: 'user-removed' });
});

test('a removed person is erased under former addresses too, but not where somebody else has one now', async () => {
  const revoked = async (email: string) => {
    const id = await invited(email);
    await app.reached(id, 'waiting');
    expect((await app.operator('DELETE', `/manage/invitations/${id}`)).status).toBe(204);
    return id;
  };
  const own = await revoked('former@example.org');
  const handedOn = await revoked('handed-on@example.org');
  const id = testId('moved');
  const has = async (userId: string, email: string) => {
    await person(app, userId, email).publish();
    await app.reached(await invited(email), 'linking');
  };
  for (const email of ['former@example.org', 'handed-on@example.org', 'last@example.org'])
    await has(id, email);
  await has(testId('successor'), 'handed-on@example.org');
  await person(app, id, 'last@example.org').remove();
  await eventually(async () => expect((await listed(own)).email).toBeNull());
  expect((await listed(handedOn)).email).toBe('handed-on@example.org');
  await eventually(() => expect(registrationsTo('former@example.org')).toEqual([]));
});

test('what is open to a former address of a removed person goes on, and is erased when nobody was linked', async () => {
  const [former, id] = ['was@example.org', testId('was')];
  for (const email of [former, 'is@example.org']) {
    await person(app, id, email).publish();
    await app.reached(await invited(email), 'linking');
  }
  const open = await invited(former);
  const { registrationId } = await app.reached(open, 'waiting');
  await person(app, id, 'is@example.org').remove();
  await eventually(() => expect(app.states.get(open)).toHaveProperty('eraseOnceOver', true));
  await eventually(() => expect(app.states.get(registrationId)).toHaveProperty('eraseOnceOver', true));
  const { path } = await app.emailTo(former);
  expect((await app.page(path)).status).toBe(200);
  const later = await invited(former, { sourceId: 'after the removal' });
  expect(await app.reached(later, 'waiting')).toMatchObject({ registrationId });

  app.advance(28 * DAY_MS + 1_000);
  await app.reached(open, 'expired');
  await eventually(() => expect(app.states.get(registrationId)).not.toHaveProperty('email'));
  expect(await listed(open)).toMatchObject({ status: 'expired', email: null });
  expect(JSON.stringify([app.states.get(open), app.states.get(registrationId)])).not.toContain('was@');

  expect(await app.reached(later, 'expired')).toMatchObject({ email: former });
  expect((await app.operator('POST', `/manage/invitations/${later}/resend`)).status).toBe(202);
  const anew = await app.reached(later, 'waiting');
  expect(anew.registrationId).not.toBe(registrationId);
});
