import { eventually } from '@gatehouse/testing';
import { holdDecisions } from '../testing/held-decisions.ts';
import { invitationsSuite } from '../testing/invitations-suite.ts';

const revocations = holdDecisions('revoked');
const { app, invited } = await invitationsSuite({
  hostile: { store: revocations.store, eventLog: (eventLog) => eventLog },
});

test('what is accepted between the look and the write of its revocation stays accepted, and the operator gets 409', async () => {
  const email = 'between@example.org';
  const id = await invited(email);
  await app.reached(id, 'waiting');
  const { path, code, registration } = await app.emailTo(email);
  revocations.hold();
  const revoking = app.operator('DELETE', `/manage/invitations/${id}`);
  await eventually(() => expect(revocations.held()).toBe(1));
  const form = app.submit(path, { code });
  await eventually(() => expect(app.states.get(registration.id)).toMatchObject({ status: 'accepted' }));
  revocations.letGo();
  const { status, body } = await revoking;
  expect(status).toBe(409);
  expect(body.detail).toBe('The invitation cannot be revoked: it is accepted already');
  expect((await app.operator('GET', `/manage/invitations/${id}`)).body.status).toBe('open');
  expect((await form).status).toBe(303);
});
