import { invitationsSuite } from '../testing/invitations-suite.ts';
import { testId } from '../testing/invitations-under-test.ts';
import { invite, person, request } from '../testing/scene.ts';

const { app, invited } = await invitationsSuite();

test('no token, code, name or address is in the log; no token or code in any event, page or answer', async () => {
  const email = 'secret@example.org';
  const id = await invited(email, { given_name: 'Annabel', family_name: 'Leeward' });
  await invite(app, request('faulty@nowhere', { given_name: 'Annabel' }));
  await person(app, testId('known'), 'known@example.org').publish();
  await app.reached(await invited('known@example.org', { family_name: 'Leeward' }), 'linking');
  const first = await app.emailTo(email);
  await app.operator('POST', `/manage/invitations/${id}/resend`);
  const { token, code, path } = await app.emailTo(email, 2);
  const pages = [
    await app.page(first.path),
    await app.page(path),
    await app.submit(path, { code: 'WRONGCOD' }),
  ];
  pages.push(
    await app.submit(path, { code, givenName: '' }),
    await app.submit(path, { code }),
    await app.page(path),
  );
  expect(pages.map(({ status }) => status)).toEqual([404, 200, 422, 422, 303, 410]);
  const listed = await app.operator('GET', '/manage/invitations');

  const logged = app.logged.join('');
  expect(logged).toContain('/register/:token');
  expect(logged).not.toMatch(/example\.org|nowhere|Annabel|Leeward/);
  const told = [logged, ...app.published, listed.text];
  for (const secret of [first.token, first.code, token, code]) {
    expect(told.some((text) => text.includes(secret))).toBe(false);
  }
  // A page leads back to its own link, and never shows a code.
  expect(pages.some(({ text }) => text.includes(code))).toBe(false);
});
