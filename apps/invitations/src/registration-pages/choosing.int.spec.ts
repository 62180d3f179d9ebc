import { callbackIn } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import { invitationsSuite } from '../testing/invitations-suite.ts';
import { testId } from '../testing/invitations-under-test.ts';
import { CHILD, MEALS, person, SCHOOL } from '../testing/scene.ts';

const { app, invited } = await invitationsSuite();

const listed = async (id: string) => (await app.operator('GET', `/manage/invitations/${id}`)).body.status;

/** Two that wait together, and the link of their email. */
async function twoWaiting(email: string) {
  const first = await invited(email, { organisation: SCHOOL });
  const letter = await app.emailTo(email);
  const second = await invited(
    email,
    { callback: 'https://child.example.org/callback' },
    { to: CHILD, by: MEALS },
  );
  await app.reached(second, 'waiting');
  return { first, second, ...letter };
}

/** Sends the form of a page with two boxes. */
function choose(path: string, { ticked, ...form }: { ticked: string[]; code: string; shown: string }) {
  const body = new URLSearchParams({ givenName: 'Ann', familyName: 'Lee', ...form });
  for (const id of ticked) body.append('accept', id);
  return app.send({ kind: 'public' }, 'POST', path, body);
}

const decline = (path: string, id: string, code: string) =>
  app.send({ kind: 'public' }, 'POST', `${path}/decline/${id}`, new URLSearchParams({ code }));

async function accepted(registrationId: string) {
  return eventually(() => {
    const state = app.states.get(registrationId);
    if (state?.kind !== 'registration' || state.status !== 'accepted') throw new Error('not accepted');
    return state;
  });
}

test('what is ticked is accepted, and what is not is declined and never called back', async () => {
  const email = 'some@example.org';
  const { first, second, path, code, registration } = await twoWaiting(email);
  const page = await app.page(path);
  expect(page.text.match(/<input[^>]* type="checkbox"[^>]* checked>/g)).toHaveLength(2);
  expect(page.text).toContain('every invitation that is not ticked is declined');

  const submitted = choose(path, { shown: `${first} ${second}`, ticked: [first], code });
  const state = await accepted(registration.id);
  expect(state).toMatchObject({ shown: [first], declined: [second] });
  expect(await app.reached(second, 'declined')).toMatchObject({ registrationId: registration.id });
  const made = person(app, state.userId, email);
  await made.answer(state.commandRequest ?? { id: '', at: '' });
  await made.complete(first);
  expect((await submitted).status).toBe(303);
  expect([await listed(first), await listed(second)]).toEqual(['accepted', 'declined']);
  expect(callbackIn(app.states.get(second) ?? {})).toBeUndefined();
  const found = await app.operator('GET', `/manage/invitations?status=declined&email=${email}`);
  expect(found.body.invitations.map(({ id }: { id: string }) => id)).toEqual([second]);
  const resent = await app.operator('POST', `/manage/invitations/${second}/resend`);
  expect([resent.status, resent.body.detail]).toEqual([
    409,
    'The invitation cannot be sent again: it is declined already',
  ]);
});

test('the user comes before the decline is noted: it is declined all the same', async () => {
  const email = 'user-first@example.org';
  const { first, second, path, code, registration } = await twoWaiting(email);
  const submitted = choose(path, { shown: `${first} ${second}`, ticked: [second], code });
  const state = await accepted(registration.id);
  const made = person(app, state.userId, email);
  await made.answer(state.commandRequest ?? { id: '', at: '' });
  await app.reached(first, 'declined');
  await made.complete(second);
  expect((await submitted).status).toBe(303);
});

test('nothing ticked is a fault, and the code is not used up by it', async () => {
  const { first, second, path, code } = await twoWaiting('none@example.org');
  const none = await choose(path, { shown: `${first} ${second}`, ticked: [], code });
  expect(none.status).toBe(422);
  expect(none.text).toContain('href="#accept"');
  expect(none.text).toContain('Select the invitations that you want to accept');
  expect(none.text).not.toMatch(/type="checkbox"[^>]* checked/);
  // Also where only one of the two that were shown waits by now.
  expect((await decline(path, first, code)).status).toBe(303);
  expect((await choose(path, { shown: `${first} ${second}`, ticked: [], code })).status).toBe(422);
  expect(await listed(second)).toBe('open');
  expect((await choose(path, { shown: second, ticked: [], code })).status).toBe(303);
});

test('where all that was ticked is withdrawn, the rest is shown again and nothing is declined', async () => {
  const { first, second, path, code } = await twoWaiting('withdrawn@example.org');
  expect((await app.operator('DELETE', `/manage/invitations/${first}`)).status).toBe(204);
  const again = await choose(path, { shown: `${first} ${second}`, ticked: [first], code });
  expect(again.status).toBe(422);
  expect(again.text).toContain('has been withdrawn');
  expect(await listed(second)).toBe('open');
});

test('one is declined by its own page and the code, the other still accepted', async () => {
  const { first, second, path, code } = await twoWaiting('one@example.org');
  const address = `${path}/decline/${first}`;
  expect((await app.page(path)).text).toContain(`href="${address}"`);
  for (const method of ['GET', 'HEAD']) expect((await app.page(address, method)).status).toBe(200);
  expect((await decline(path, first, ' ')).status).toBe(422);
  const wrong = await decline(path, first, 'WRONGCOD');
  expect([wrong.status, wrong.text.includes('The verification code is not right')]).toEqual([422, true]);
  expect(await listed(first)).toBe('open');

  const done = await decline(path, first, code);
  expect([done.status, done.headers.get('location')]).toEqual([303, address]);
  expect(await listed(first)).toBe('declined');
  const told = await app.page(address);
  expect(told.text).toContain('You have declined the invitation to School Meals for Hill School.');
  expect(told.text).toContain(`href="${path}"`);
  expect((await decline(path, first, code)).status).toBe(200);
  expect((await app.page(path)).text).not.toContain('Hill School');
  expect((await app.submit(path, { code })).status).toBe(303);
  expect((await decline(path, second, code)).status).toBe(410);
});

test('the last one declined ends the link, which says so; nobody is called back, and a new request is a new invitation', async () => {
  const email = 'last@example.org';
  const id = await invited(email);
  const { path, code, registration } = await app.emailTo(email);
  expect((await decline(path, id, code)).status).toBe(303);
  await eventually(() => expect(app.states.get(registration.id)).toMatchObject({ status: 'revoked' }));
  for (const over of [await app.page(path), await app.submit(path, { code })]) {
    expect([over.status, over.text.includes('You have declined this invitation')]).toEqual([410, true]);
  }
  await person(app, testId('last'), email).publish();
  const later = await invited(email);
  expect(later).not.toBe(id);
  await app.reached(later, 'linking');
  expect(await listed(id)).toBe('declined');
});

test('wrong codes are counted together, whichever form they come by', async () => {
  const { first, path, code } = await twoWaiting('counted@example.org');
  for (let wrong = 0; wrong < 2; wrong += 1) {
    expect((await app.submit(path, { code: 'WRONGCOD' })).status).toBe(422);
    expect((await decline(path, first, 'WRONGCOD')).status).toBe(422);
  }
  const last = await decline(path, first, 'WRONGCOD');
  expect([last.status, last.text.includes('that was the last try')]).toEqual([422, true]);
  expect((await decline(path, first, code)).status).toBe(429);
  expect((await app.submit(path, { code })).status).toBe(429);
});

test('no invitation of another link is declined by a link', async () => {
  const mine = await twoWaiting('mine@example.org');
  const theirs = await twoWaiting('theirs@example.org');
  expect((await decline(mine.path, theirs.first, mine.code)).status).toBe(404);
  expect((await app.page(`${mine.path}/decline/${theirs.first}`)).status).toBe(404);
  expect((await app.page(`${mine.path}/decline/no-id`)).status).toBe(404);
  expect(await listed(theirs.first)).toBe('open');
});
