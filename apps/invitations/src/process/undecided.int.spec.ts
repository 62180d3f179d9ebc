import { eventually } from '@gatehouse/testing';
import { holdDecisions } from '../testing/held-decisions.ts';
import { invitationsSuite } from '../testing/invitations-suite.ts';

/** The registration is open, and its email sent, before the invitation is written as waiting on it. */
const decisions = holdDecisions();
const { app, invited } = await invitationsSuite({
  hostile: { store: decisions.store, eventLog: (eventLog) => eventLog },
});
beforeEach(() => decisions.hold());
afterEach(() => decisions.letGo());

const resend = (id: string) => app.operator('POST', `/manage/invitations/${id}/resend`);

/** Releases the decision once the request has looked for it more than once: then it waits. */
async function decidedMeanwhile<T>(asked: Promise<T>): Promise<T> {
  const before = decisions.looks();
  await Promise.race([asked, eventually(() => expect(decisions.looks()).toBeGreaterThan(before + 3))]);
  decisions.letGo();
  return asked;
}

test('a resend waits for the decision under way: a new link goes out, and the first is unknown', async () => {
  const id = await invited('resent@example.org');
  const first = await app.emailTo('resent@example.org');
  expect((await decidedMeanwhile(resend(id))).status).toBe(202);
  const second = await app.emailTo('resent@example.org', 2);
  expect((await app.page(second.path)).status).toBe(200);
  expect((await app.page(first.path)).status).toBe(404);
});

test('a resend of what stays undecided is 503', async () => {
  const id = await invited('undecided@example.org');
  const { path } = await app.emailTo('undecided@example.org');
  const answer = await resend(id);
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('1');
  decisions.letGo();
  await app.reached(id, 'waiting');
  expect((await app.page(path)).status).toBe(200);
  expect((await resend(id)).status).toBe(202);
  await app.emailTo('undecided@example.org', 2);
});

test('a link that arrives before the decision shows the invitation, not that it was revoked', async () => {
  await invited('early@example.org');
  const { path } = await app.emailTo('early@example.org');
  const page = await decidedMeanwhile(app.page(path));
  expect(page.status).toBe(200);
  expect(page.text).toContain('School Meals');
});

test('a link whose invitation stays undecided is to be followed again: it is not over', async () => {
  const id = await invited('patient@example.org');
  const { path } = await app.emailTo('patient@example.org');
  const page = await app.page(path);
  expect(page.status).toBe(503);
  expect(page.headers.get('retry-after')).toBe('1');
  decisions.letGo();
  await app.reached(id, 'waiting');
  expect((await app.page(path)).status).toBe(200);
});
