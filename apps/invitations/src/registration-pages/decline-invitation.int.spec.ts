import { eventually } from '@gatehouse/testing';
import { holdDecisions } from '../testing/held-decisions.ts';
import { invitationsSuite } from '../testing/invitations-suite.ts';
import { CHILD } from '../testing/scene.ts';

const declines = holdDecisions('declined');
const { app, invited } = await invitationsSuite({
  hostile: { store: declines.store, eventLog: (eventLog) => eventLog },
});

test('what is accepted in one tab between the look and the write of its decline in another stays accepted', async () => {
  const email = 'two-tabs@example.org';
  const first = await invited(email);
  const { path, code, registration } = await app.emailTo(email);
  const second = await invited(email, {}, { to: CHILD });
  await app.reached(second, 'waiting');
  declines.hold();
  const declining = app.send(
    { kind: 'public' },
    'POST',
    `${path}/decline/${first}`,
    new URLSearchParams({ code }),
  );
  await eventually(() => expect(declines.held()).toBe(1));
  const form = app.submit(path, { code });
  await eventually(() => expect(app.states.get(registration.id)).toMatchObject({ status: 'accepted' }));
  declines.letGo();
  const answer = await declining;
  expect([answer.status, answer.text.includes('You have already accepted')]).toEqual([410, true]);
  const { body } = await app.operator('GET', `/manage/invitations/${first}`);
  expect(body.status).toBe('open');
  expect((await form).status).toBe(303);
});
