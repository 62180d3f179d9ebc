import { invitationsSuite } from '../testing/invitations-suite.ts';
import { testId } from '../testing/invitations-under-test.ts';
import { CHILD, person } from '../testing/scene.ts';

const HOUR_MS = 3_600_000;
const WAY_ON = 'href="https://meals.example.org/welcome"';

const { app, invited } = await invitationsSuite({ publicUrl: 'https://signin.example.org' });

/** The cookies of an answer. */
const cookiesOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');

const send = (method: string, path: string, { cookie = '', form = {} }: { cookie?: string; form?: object }) =>
  app.send(
    { kind: 'public' },
    method,
    path,
    method === 'POST' ? new URLSearchParams({ givenName: 'Ann', familyName: 'Lee', ...form }) : undefined,
    { cookie },
  );

test('the browser that accepted is led to the service for a day: at a second press, a reload, the link again', async () => {
  const email = 'used@example.org';
  await invited(email);
  const { path, code } = await app.emailTo(email);
  const opened = await app.page(path);
  const [mark = ''] = opened.headers.getSetCookie();
  expect(mark).toMatch(
    /^gatehouse-browser=[A-Za-z0-9_-]{43}; Path=\/register\/[A-Za-z0-9_-]{43}; Max-Age=86400; HttpOnly; SameSite=Lax; Secure$/,
  );
  const cookie = cookiesOf(opened.headers);
  const [first, second] = await Promise.all([
    send('POST', path, { cookie, form: { code } }),
    send('POST', path, { cookie, form: { code } }),
  ]);
  expect([first.status, second.status].sort()).toEqual([303, 410]);
  const late = first.status === 410 ? first : second;
  for (const again of [
    late,
    await send('POST', path, { cookie, form: { code } }),
    await send('GET', path, { cookie }),
  ]) {
    expect(again.status).toBe(410);
    expect(again.text).toContain(WAY_ON);
    expect(again.text).toContain('Continue to School Meals');
  }
  for (const other of ['', cookie.replace(/=.{43}/, `=${'A'.repeat(43)}`), cookie.replace(/=.{43}/, '=x')]) {
    const elsewhere = await send('GET', path, { cookie: other });
    expect([elsewhere.status, elsewhere.text.includes(WAY_ON)]).toEqual([410, false]);
    expect(elsewhere.text).not.toContain('School Meals');
  }
  app.advance(23 * HOUR_MS);
  expect((await send('GET', path, { cookie })).text).toContain(WAY_ON);
  app.advance(HOUR_MS);
  expect((await send('GET', path, { cookie })).text).not.toContain(WAY_ON);
});

test('a browser that sent no mark gets one with the answer', async () => {
  const email = 'unmarked@example.org';
  await invited(email);
  const { path, code } = await app.emailTo(email);
  const accepted = await send('POST', path, { form: { code } });
  expect(accepted.status).toBe(303);
  expect((await send('GET', path, { cookie: cookiesOf(accepted.headers) })).text).toContain(WAY_ON);
});

test('where the service has no page of its own, its name is there', async () => {
  const email = 'no-page@example.org';
  await invited(email, {}, { to: CHILD });
  const { path, code } = await app.emailTo(email);
  const accepted = await send('POST', path, { form: { code } });
  const { text } = await send('GET', path, { cookie: cookiesOf(accepted.headers) });
  expect(text).toContain('Child Service');
  expect(text).not.toContain('Continue to');
});

test('the fifth wrong code says that it was the last, and until when', async () => {
  const email = 'last-code@example.org';
  await invited(email);
  const { path } = await app.emailTo(email);
  for (let wrong = 1; wrong <= 4; wrong += 1) {
    const answer = await send('POST', path, { form: { code: 'WRONGCOD' } });
    expect([answer.status, answer.text.includes('that was the last try')]).toEqual([422, false]);
  }
  const last = await send('POST', path, { form: { code: 'WRONGCOD' } });
  expect(last.status).toBe(422);
  const until = /that was the last try for now\. You can try again after ([^<]+)</.exec(last.text)?.[1];
  const closed = await send('POST', path, { form: { code: 'WRONGCOD' } });
  expect(closed.status).toBe(429);
  expect(closed.text).toContain(`You can try again after ${until}.`);
});

test('the mark of the browser is in no event, page or log', async () => {
  const email = 'mark@example.org';
  const id = await invited(email);
  const { path, code } = await app.emailTo(email);
  const cookie = cookiesOf((await app.page(path)).headers);
  await send('POST', path, { cookie, form: { code } });
  const user = person(app, testId('mark'), email);
  await user.publish();
  await user.complete(id);
  const mark = cookie.slice(cookie.indexOf('=') + 1);
  expect(mark).toHaveLength(43);
  expect([...app.published, ...app.logged].some((text) => text.includes(mark))).toBe(false);
  expect([...app.published].some((text) => text.includes('acceptedBy'))).toBe(false);
});
