import type { InvitationState, WebhookMessage } from '@gatehouse/contracts';
import { invitationsSuite } from '../testing/invitations-suite.ts';
import { DAY_MS, testId } from '../testing/invitations-under-test.ts';
import { CHILD, MEALS, person } from '../testing/scene.ts';

const { app, invited } = await invitationsSuite();

function toldBy(state: InvitationState): WebhookMessage[] {
  const { messages = [] } = state as { messages?: readonly { kind: string }[] };
  return messages.filter((each): each is WebhookMessage => each.kind === 'webhook');
}
/** What is told, without the id; its version is that of the event that lists it. */
function tell(state: InvitationState) {
  const told = toldBy(state).map(({ serviceIds, event: { type, data, timestamp } }) => {
    const { version, ...rest } = data as { version: number };
    expect(timestamp).toBe(state.updatedAt);
    return { type, serviceIds, version, data: rest };
  });
  expect(told).toHaveLength(1);
  return told[0];
}
const versionOf = (state: InvitationState) =>
  app.published
    .map((text) => JSON.parse(text).data)
    .findLast(({ state: { id, status } }) => id === state.id && status === state.status)?.version;
const ours = [MEALS, CHILD].toSorted();

test('accepted: with the user, once access has answered; with a callback or without', async () => {
  const ann = person(app, testId('ann'), 'ann@example.org');
  await ann.publish();
  const id = await invited('ann@example.org', {}, { to: CHILD });
  const granted = await app.reached(id, 'linking');
  expect(toldBy(granted)).toEqual([]);
  const accepted = await ann.complete(id);
  const data = { invitationId: id, serviceId: CHILD, userId: ann.id, organisationId: null };
  const version = versionOf(accepted);
  expect(tell(accepted)).toEqual({ type: 'invitation.accepted', serviceIds: ours, version, data });
  expect(accepted.messages?.map(({ kind }) => kind)).toEqual(['email', 'webhook']);
});

test('expired; revived and expired again once more, under another id; then revoked', async () => {
  const email = 'late@example.org';
  const id = await invited(email);
  await app.reached(id, 'waiting');
  app.advance(28 * DAY_MS + 1_000);
  const first = await app.reached(id, 'expired');
  const data = { invitationId: id, serviceId: MEALS };
  const expected = { type: 'invitation.expired', serviceIds: [MEALS], data };
  expect(tell(first)).toEqual({ ...expected, version: versionOf(first) });
  expect((await app.operator('POST', `/manage/invitations/${id}/resend`)).status).toBe(202);
  expect(toldBy(await app.reached(id, 'waiting'))).toEqual([]);
  app.advance(28 * DAY_MS + 1_000);
  const second = await app.reached(id, 'expired');
  expect(tell(second)).toEqual({ ...expected, version: versionOf(second) });
  expect(toldBy(second)[0]?.id).not.toBe(toldBy(first)[0]?.id);
  expect((await app.operator('DELETE', `/manage/invitations/${id}`)).status).toBe(204);
  const revoked = await app.reached(id, 'revoked');
  expect(tell(revoked)).toEqual({ ...expected, type: 'invitation.revoked', version: versionOf(revoked) });
});

test('declined by its person', async () => {
  const email = 'no-thanks@example.org';
  const id = await invited(email);
  const { path, code } = await app.emailTo(email);
  await app.send({ kind: 'public' }, 'POST', `${path}/decline/${id}`, new URLSearchParams({ code }));
  const declined = await app.reached(id, 'declined');
  const data = { invitationId: id, serviceId: MEALS };
  const version = versionOf(declined);
  expect(tell(declined)).toEqual({ type: 'invitation.declined', serviceIds: [MEALS], version, data });
});

test('nobody is told where the person was removed', async () => {
  const bo = person(app, testId('bo'), 'bo@example.org');
  await bo.publish();
  const id = await invited('bo@example.org');
  await app.reached(id, 'linking');
  await bo.remove();
  expect(toldBy(await app.reached(id, 'revoked'))).toEqual([]);
});
