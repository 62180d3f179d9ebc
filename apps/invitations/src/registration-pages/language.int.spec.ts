import { emailIn, user } from '@gatehouse/contracts/testing';
import { eventually } from '@gatehouse/testing';
import { invitationsSuite } from '../testing/invitations-suite.ts';
import { DAY_MS, testId } from '../testing/invitations-under-test.ts';

const { app, invited } = await invitationsSuite();

const COOKIE = 'gatehouse-language=cy';
const send = (method: string, path: string, headers = {}, form?: Record<string, string>) =>
  app.send({ kind: 'public' }, method, path, form && new URLSearchParams(form), headers);

test('a language is chosen by the link on each page, kept by a cookie, and changed back', async () => {
  const email = 'choose@example.org';
  await invited(email);
  const { path } = await app.emailTo(email);
  const english = await app.page(path);
  expect(english.text).toMatch(
    /<html lang="en"[\s\S]*href="[^"]*\?lang=cy" hreflang="cy" lang="cy">Cymraeg</,
  );
  const welsh = await app.page(`${path}?lang=cy`);
  expect(welsh.text).toContain('<html lang="cy"');
  expect(welsh.text).toContain(`action="${path}?lang=cy"`);
  expect(welsh.headers.getSetCookie()[0]).toBe(
    'gatehouse-language=cy; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax',
  );
  expect((await send('GET', '/register/welcome', { cookie: `a=b; ${COOKIE}` })).text).toContain(
    '<html lang="cy"',
  );
  expect((await send('GET', `${path}?LANG=EN`, { cookie: COOKIE })).text).toContain('<html lang="en"');
  for (const unknown of ['fr', 'cy-GB', '<script>', '']) {
    const page = await send('GET', `${path}?lang=${encodeURIComponent(unknown)}`);
    expect(page.text).toContain('<html lang="en"');
  }
  const faulty = await send(
    'POST',
    path,
    { cookie: COOKIE },
    { givenName: '', familyName: 'Lee', code: ' ' },
  );
  expect(faulty.text).toContain('Rhowch eich enw cyntaf');
});

test('who accepts in Welsh is a Welsh reader from then on: the user is made so', async () => {
  const email = 'welsh@example.org';
  await invited(email);
  const { path, code, registration } = await app.emailTo(email);
  expect(emailIn(registration)?.data).not.toHaveProperty('language');
  await send('POST', `${path}?lang=cy`, {}, { givenName: 'Ann', familyName: 'Lee', code });
  expect(app.states.get(registration.id)).toMatchObject({ status: 'accepted', language: 'cy' });
});

test('who chose nothing leaves the choice open', async () => {
  const email = 'open@example.org';
  await invited(email);
  const { path, code, registration } = await app.emailTo(email);
  await app.submit(path, { code });
  expect(app.states.get(registration.id)).toMatchObject({ status: 'accepted' });
  expect(app.states.get(registration.id)).not.toHaveProperty('language');
});

test('a new email is in the language of its request, and so is one that an operator sends, or a later invitation', async () => {
  const email = 'new-email@example.org';
  const id = await invited(email);
  const { path } = await app.emailTo(email);
  app.advance(28 * DAY_MS + 1_000);
  await app.reached(id, 'expired');
  await send('POST', `${path}/new-email`, { cookie: COOKIE }, {});
  expect(emailIn((await app.emailTo(email, 2)).registration)?.data).toMatchObject({ language: 'cy' });
  await app.operator('POST', `/manage/invitations/${id}/resend`);
  expect(emailIn((await app.emailTo(email, 3)).registration)?.data).toMatchObject({ language: 'cy' });
  expect((await app.operator('DELETE', `/manage/invitations/${id}`)).status).toBe(204);
  await eventually(async () => {
    const later = await invited(email, { sourceId: 'later' });
    await app.reached(later, 'waiting');
  });
  const letter = await eventually(async () => {
    const found = await app.emailTo(email);
    expect(emailIn(found.registration)?.data).toMatchObject({ language: 'cy' });
    return found;
  });
  expect(letter.registration).toMatchObject({ language: 'cy' });
});

test('the email that informs a user names the user, whose language is looked up as it goes out', async () => {
  const email = 'reader@example.org';
  const id = testId('reader');
  await app.neighbours.publish('gatehouse.directory.user.v1', user(id, { email, language: 'cy' }));
  const invitation = await eventually(async () => {
    const made = await invited(email);
    await app.reached(made, 'linking');
    return made;
  });
  const linking = await app.reached(invitation, 'linking');
  await app.neighbours.publish(
    'gatehouse.directory.user.v1',
    user(id, {
      email,
      language: 'cy',
      answered: [{ id: linking.commandRequest.id, at: linking.commandRequest.at }],
    }),
  );
  const granting = await app.reached(invitation, 'granting');
  await app.neighbours.publish('gatehouse.access.service-link.v1', {
    ...{
      id: invitation,
      commandRequestId: granting.commandRequest.id,
      userVersion: granting.userVersion,
      serviceId: granting.serviceId,
      userId: id,
    },
    ...{ outcome: 'linked', at: new Date().toISOString() },
  });
  const informing = emailIn(await app.reached(invitation, 'accepted'));
  expect(informing).toMatchObject({ recipient: { userId: id } });
  expect(informing?.data).not.toHaveProperty('language');
});
