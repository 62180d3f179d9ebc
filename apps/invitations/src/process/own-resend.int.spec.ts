import { service } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import { registrationEmailId } from '../registration/registration.ts';
import { invitationsSuite } from '../testing/invitations-suite.ts';
import { DAY_MS, testId } from '../testing/invitations-under-test.ts';
import { MEALS, person } from '../testing/scene.ts';

const OTHER = testId('another service');
const { app, invited } = await invitationsSuite({}, ({ neighbours }) =>
  neighbours.publish('gatehouse.access.service.v1', service(OTHER, { clientId: 'other' })),
);

const asks = (method: string, id: string, action = '', of = MEALS) =>
  app.send(
    { kind: 'client', serviceId: of, clientId: 'irrelevant' },
    method,
    `/services/${of}/invitations/${id}${action}`,
  );
const resend = (id: string, of = MEALS) => asks('POST', id, '/resend', of);

test('a service sends the email again, a minute after the last one at the soonest', async () => {
  const email = 'again@example.org';
  const id = await invited(email);
  await app.reached(id, 'waiting');
  const first = await app.emailTo(email);
  const tooSoon = await resend(id);
  expect(tooSoon.status).toBe(429);
  const seconds = Number(tooSoon.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  app.advance(seconds * 1_000);
  const answers = await Promise.all([resend(id), resend(id), resend(id)]);
  expect(answers.every(({ status }) => status === 202 || status === 429)).toBe(true);
  expect(answers.some(({ status }) => status === 202)).toBe(true);
  const second = await app.emailTo(email, 2);
  expect((await app.page(first.path)).status).toBe(404);
  expect((await app.page(second.path)).status).toBe(200);
  expect((await resend(id)).status).toBe(429);
  expect((await app.operator('POST', `/services/meals/invitations/${id}/resend`)).status).toBe(202);
  await app.emailTo(email, 3);
  expect((await resend(id)).status).toBe(429);
});

test('a minute counts from when the email went out, and what failed does not count anew', async () => {
  const email = 'late@example.org';
  const id = await invited(email);
  await app.reached(id, 'waiting');
  const { registration } = await app.emailTo(email);
  app.advance(300_000);
  const at = new Date(app.clock.now()).toISOString();
  await app.neighbours.publish('gatehouse.notifier.delivery.v1', {
    ...{ id: registrationEmailId(registration.id, 1), causedBy: registration.id },
    ...{ kind: 'email', status: 'delivered' },
    ...{ attempts: [], correlationId: 'c', createdAt: registration.createdAt, updatedAt: at },
  });
  await eventually(async () => expect((await asks('GET', id)).body.emailStatus).toBe('sent'));
  expect((await resend(id)).status).toBe(429);
  app.advance(60_000);
  expect((await resend(id)).status).toBe(202);
});

test('who joins another service’s registration is answered as if the email were their own', async () => {
  const email = 'joined@example.org';
  await app.reached(await invited(email), 'waiting');
  app.advance(55_000);
  const joined = await invited(email, {}, { to: OTHER, by: OTHER });
  await app.reached(joined, 'waiting');
  app.advance(10_000);
  const tooSoon = await resend(joined, OTHER);
  expect(tooSoon.status).toBe(429);
  expect(Number(tooSoon.headers.get('retry-after'))).toBeGreaterThan(45);
  app.advance(50_000);
  expect((await resend(joined, OTHER)).status).toBe(202);
  await app.emailTo(email, 2);
});

test('an expired one is revived', async () => {
  const email = 'expired@example.org';
  const id = await invited(email);
  await app.reached(id, 'waiting');
  app.advance(28 * DAY_MS + 1_000);
  await app.reached(id, 'expired');
  expect((await resend(id)).status).toBe(202);
  await app.reached(id, 'waiting');
  expect((await asks('GET', id)).body).toMatchObject({ status: 'open', emailStatus: 'pending' });
});

test('two expired ones of one address that has another open link by now send one email', async () => {
  const email = 'two-expired@example.org';
  const [first, second] = [await invited(email), await invited(email, { sourceId: 'S2' })];
  for (const id of [first, second]) await app.reached(id, 'waiting');
  app.advance(28 * DAY_MS + 1_000);
  for (const id of [first, second]) await app.reached(id, 'expired');
  const later = await invited(email, {}, { to: OTHER, by: OTHER });
  const { registrationId } = await app.reached(later, 'waiting');
  expect((await resend(first)).status).toBe(429);
  app.advance(60_000);
  const answers = await Promise.all([resend(first), resend(second)]);
  expect(answers.map(({ status }) => status)).toContain(202);
  for (const id of [first, second])
    expect(await app.reached(id, 'waiting')).toMatchObject({ registrationId });
  await app.emailTo(email, 2);
  expect(app.states.get(registrationId)).toMatchObject({ generation: 2 });
});

test('a service revokes its own, once; what is over is neither sent nor revoked', async () => {
  const email = 'withdrawn@example.org';
  const id = await invited(email);
  await app.reached(id, 'waiting');
  const { path } = await app.emailTo(email);
  expect((await asks('DELETE', id)).status).toBe(204);
  expect(await app.reached(id, 'revoked')).toMatchObject({ reason: 'service' });
  expect((await app.page(path)).status).toBe(410);
  expect((await asks('GET', id)).body).toMatchObject({ status: 'revoked', userId: null });
  expect((await resend(id)).status).toBe(409);
  const bob = person(app, testId('own bob'), 'own-bob@example.org');
  await bob.publish();
  const accepted = await invited('own-bob@example.org');
  await bob.complete(accepted);
  expect((await asks('DELETE', accepted)).status).toBe(409);
  expect((await resend(accepted)).status).toBe(409);
  expect((await asks('GET', accepted)).body).toMatchObject({ status: 'accepted', userId: bob.id });
});
