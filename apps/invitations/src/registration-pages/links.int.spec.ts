import { emailIn } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import { invitationsSuite } from '../testing/invitations-suite.ts';
import { DAY_MS, testId } from '../testing/invitations-under-test.ts';
import { CHILD, MEALS, person } from '../testing/scene.ts';

const { app, invited, listed } = await invitationsSuite();

test('a link that ran out offers a new email, which revives what waited', async () => {
  const email = 'late@example.org';
  const id = await invited(email);
  const { path } = await app.emailTo(email);
  app.advance(28 * DAY_MS + 1_000);
  await app.reached(id, 'expired');
  expect(await listed(id)).toMatchObject({ status: 'expired' });
  const expired = await app.page(path);
  expect(expired.status).toBe(410);
  expect(expired.text).toContain(`${path}/new-email`);
  expect((await app.page(path, 'HEAD')).status).toBe(410);
  expect((await app.submit(path, { code: 'ABCDEFGH' })).status).toBe(410);

  const asked = await app.page(`${path}/new-email`, 'POST');
  expect([asked.status, asked.headers.get('location')]).toEqual([303, '/register/check-your-email']);
  expect((await app.page('/register/check-your-email')).text).toContain('Check your email');
  const fresh = await app.emailTo(email, 2);
  expect((await app.page(path)).status).toBe(404);
  expect((await app.page(`${path}/new-email`, 'POST')).status).toBe(404);
  const revived = await app.reached(id, 'waiting');
  expect(revived.expiresAt).toBe(fresh.registration.expiresAt);
  expect((await app.page(fresh.path)).status).toBe(200);
});

test('a request after an expiry starts a registration of its own; a resend of the old one joins it', async () => {
  const email = 'again@example.org';
  const old = await invited(email, { sourceId: 'old' }, { to: CHILD, by: MEALS });
  const first = await app.emailTo(email);
  app.advance(28 * DAY_MS + 1_000);
  await app.reached(old, 'expired');
  const later = await invited(email, { sourceId: 'new' });
  const { registrationId } = await app.reached(later, 'waiting');
  expect(registrationId).not.toBe(first.registration.id);
  expect((await app.operator('POST', `/manage/invitations/${old}/resend`)).status).toBe(202);
  expect(await app.reached(old, 'waiting')).toMatchObject({ registrationId });
  const sent = await app.emailTo(email, 2);
  expect(sent.registration.id).toBe(registrationId);
  // The oldest that waits, which is the one that was sent again.
  expect(emailIn(sent.registration)?.data.serviceName).toBe('Child Service');
  expect((await app.page(first.path)).status).toBe(404);
  expect((await app.page(sent.path)).status).toBe(200);
});

test('where the email became a user’s after the link ran out, its page adds what expired to the account', async () => {
  const email = 'account@example.org';
  const id = await invited(email);
  const { path } = await app.emailTo(email);
  app.advance(28 * DAY_MS + 1_000);
  await app.reached(id, 'expired');
  const user = person(app, testId('account'), email);
  await user.publish();
  await eventually(async () => expect((await app.page(path)).text).toContain('Add it to my account'));
  expect(await listed(id)).toMatchObject({ status: 'expired' });
  expect((await app.page(`${path}/new-email`, 'POST')).status).toBe(200);
  expect(emailIn(await user.complete(id))).toMatchObject({
    recipient: { userId: expect.any(String) },
  });
  const over = await app.page(path);
  expect([over.status, over.text.includes('new-email')]).toEqual([410, false]);
});

test('one whose registration cannot be sent again is decided again by a resend', async () => {
  const email = 'resent-user@example.org';
  const id = await invited(email);
  await app.emailTo(email);
  app.advance(28 * DAY_MS + 1_000);
  await app.reached(id, 'expired');
  const user = person(app, testId('resent'), email);
  await user.publish();
  await invited(email);
  await eventually(async () => {
    expect((await app.operator('POST', `/manage/invitations/${id}/resend`)).status).toBe(202);
    await app.reached(id, 'linking');
  });
});

test('a resend makes the old link unknown, renews the expiry and resets the count of wrong codes', async () => {
  const email = 'resend@example.org';
  const id = await invited(email);
  const { path } = await app.emailTo(email);
  for (let count = 0; count < 5; count++) await app.submit(path, { code: 'WRONGCOD' });
  expect((await app.page(path)).status).toBe(429);
  app.advance(1_000);
  expect((await app.operator('POST', `/manage/invitations/${id}/resend`)).status).toBe(202);
  const fresh = await app.emailTo(email, 2);
  expect((await app.page(path)).status).toBe(404);
  expect((await app.page(fresh.path)).status).toBe(200);
  expect((await listed(id)).expiresAt).toBe(fresh.registration.expiresAt);
  expect((await app.submit(fresh.path, { code: fresh.code })).status).toBe(303);
  const refused = await app.operator('POST', `/manage/invitations/${id}/resend`);
  expect(refused.status).toBe(409);
  expect(refused.body.detail).toBe('The invitation cannot be sent again: it is accepted already');
});

test('revoking ends one; the link dies with the last', async () => {
  const email = 'revoke@example.org';
  const first = await invited(email);
  const second = await invited(email, { sourceId: 'S2' });
  const { path, code } = await app.emailTo(email);
  await app.reached(first, 'waiting');
  await app.reached(second, 'waiting');
  expect((await app.operator('DELETE', `/manage/invitations/${first}`)).status).toBe(204);
  const left = await app.page(path);
  expect(left.status).toBe(200);
  expect(left.text).toContain(`name="shown" value="${second}"`);
  expect((await app.operator('DELETE', `/manage/invitations/${second}`)).status).toBe(204);
  expect((await app.page(path)).status).toBe(410);
  expect((await app.submit(path, { code })).status).toBe(410);
  expect((await app.operator('DELETE', `/manage/invitations/${second}`)).status).toBe(204);
  const refused = await app.operator('POST', `/manage/invitations/${second}/resend`);
  expect(refused.status).toBe(409);
  expect(refused.body.detail).toBe('The invitation cannot be sent again: it is revoked already');
  const later = await invited(email);
  expect(later).not.toBe(first);
  await app.reached(later, 'waiting');
});

test('what was accepted by the form is revoked no more', async () => {
  const email = 'told@example.org';
  const id = await invited(email);
  await app.reached(id, 'waiting');
  const { path, code, registration } = await app.emailTo(email);
  const form = app.submit(path, { code });
  await eventually(() => expect(app.states.get(registration.id)).toMatchObject({ status: 'accepted' }));
  expect((await app.operator('DELETE', `/manage/invitations/${id}`)).status).toBe(409);
  expect(await listed(id)).toMatchObject({ status: 'open' });
  expect((await form).status).toBe(303);
});

test('a form and all revocations at once: only one succeeds', async () => {
  const email = 'close@example.org';
  const ids = await Promise.all(['S1', 'S2', 'S3', 'S4'].map((sourceId) => invited(email, { sourceId })));
  for (const id of ids) await app.reached(id, 'waiting');
  const { path, code } = await app.emailTo(email);
  const form = app.submit(path, { code });
  const revoked = await Promise.all(
    ids.map(async (id) => (await app.operator('DELETE', `/manage/invitations/${id}`)).status),
  );
  const accepted = (await form).status === 303;
  expect(revoked.every((status) => status === 204)).toBe(!accepted);
  for (const [place, id] of ids.entries()) {
    expect(await listed(id)).toMatchObject({ status: revoked[place] === 204 ? 'revoked' : 'open' });
  }
});

test('link and code are dropped once the email was sent', async () => {
  const email = 'sent@example.org';
  await invited(email);
  const { registration, path } = await app.emailTo(email);
  const at = new Date().toISOString();
  const delivery = {
    id: emailIn(registration)?.id ?? '',
    kind: 'email' as const,
    causedBy: registration.id,
    status: 'delivered' as const,
    attempts: [],
    correlationId: 'c',
    createdAt: at,
    updatedAt: at,
  };
  await app.neighbours.publish('gatehouse.notifier.delivery.v1', delivery, 2);
  await eventually(() => expect(app.states.get(registration.id)).not.toHaveProperty('messages'));
  expect((await app.page(path)).status).toBe(200);
});

test('an unknown link is 404, and a page has styles', async () => {
  for (const token of ['short', 'A'.repeat(43), '%F0%9F%98%80']) {
    expect((await app.page(`/register/${token}`)).status).toBe(404);
  }
  const { text } = await app.page('/register/welcome');
  const styles = /href="(\/assets\/[^"]+\.css)"/.exec(text)?.[1] ?? '';
  expect((await app.page(styles)).status).toBe(200);
});
