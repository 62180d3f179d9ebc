import type { RegistrationContent } from '../content.ts';
import { informingEmail } from './informing-email.ts';
import { registrationEmail } from './registration-email.ts';

const content: RegistrationContent = {
  kind: 'registration',
  to: 'jane@example.org',
  givenName: 'Jane',
  serviceName: 'School Returns',
  organisationName: 'St Mary & All Saints',
  expiresAt: '2026-06-18T13:05:00.000Z',
  registrationId: 'A5A5A5A5-0000-4000-8000-000000000001',
  generation: 1,
};
const parts = { token: 'tok-EN_1', code: 'ABCD2345' };
const URL = 'https://signin.example.org';

describe('registrationEmail', () => {
  const email = registrationEmail(content, parts, URL);

  test('names who invites, carries the link, and has the code on a line of its own', () => {
    expect(email.subject).toBe('School Returns has invited you');
    expect(email.text).toContain(
      'School Returns has invited you to use its service for St Mary & All Saints.',
    );
    expect(email.text.split('\n')).toContain('ABCD2345');
    expect(email.text.split('\n')).toContain(`${URL}/register/tok-EN_1`);
    expect(email.text).toContain('18 June 2026 at 14:05');
    expect(email.html).toContain(`href="${URL}/register/tok-EN_1"`);
    expect(email.html).toContain('St Mary &amp; All Saints');
    expect(email.html).toContain('>ABCD2345<');
  });

  test('does without organisation and name', () => {
    const { organisationName: _o, givenName: _g, ...bare } = content;
    const { text } = registrationEmail(bare, parts, URL);
    expect(text).toContain('Hello,\n');
    expect(text).toContain('School Returns has invited you to use its service.');
  });

  test('an override of the subject has its place for the code, each time it stands there', () => {
    const subjectOverride = 'Join ((VERIFICATION CODE)) now: ((VERIFICATION CODE)) $& $1';
    const { subject } = registrationEmail({ ...content, subjectOverride }, { ...parts, code: 'A$&B' }, URL);
    expect(subject).toBe('Join A$&B now: A$&B $& $1');
  });

  test('a subject stays one line', () => {
    const subjectOverride = 'Join\r\nBcc: everybody@example.org\u2028now';
    expect(registrationEmail({ ...content, subjectOverride }, parts, URL).subject).toBe(
      'Join Bcc: everybody@example.org now',
    );
  });

  test('an override of the body is plain text, and link and code follow it', () => {
    const bodyOverride = 'Dear <b>all</b>\r\n"See" <script>alert(1)</script>';
    const { text, html } = registrationEmail({ ...content, bodyOverride }, parts, URL);
    expect(text.startsWith('Dear <b>all</b>\n"See" <script>alert(1)</script>\n\n')).toBe(true);
    expect(text).not.toContain('has invited you to use');
    expect(text.split('\n')).toContain('ABCD2345');
    expect(html).toContain('Dear &lt;b&gt;all&lt;/b&gt;<br>&quot;See&quot; &lt;script&gt;');
    expect(html).not.toContain('<script>');
    expect(html).toContain(`${URL}/register/tok-EN_1`);
  });

  test('names cannot bring markup', () => {
    const { html } = registrationEmail({ ...content, serviceName: '"><img src=x onerror=1>' }, parts, URL);
    expect(html).not.toContain('<img');
  });
});

test('the informing email says what was given and by whom, and offers nothing to accept', () => {
  const email = informingEmail({
    kind: 'informing',
    to: 'jane@example.org',
    givenName: 'Jane',
    serviceName: 'School <Returns>',
    organisationName: 'Hill School',
  });
  expect(email.subject).toBe('You have been given access to School <Returns>');
  expect(email.text).toContain(
    'access to School <Returns> for Hill School. School <Returns> asked for this.',
  );
  expect(email.html).toContain('School &lt;Returns&gt;');
  expect(email.html).not.toContain('href');
});

test('where the policies did not admit the user, the informing email does not say that access was given', () => {
  const email = informingEmail({
    ...{ kind: 'informing', to: 'jane@example.org', granted: false },
    ...{ serviceName: 'School Returns', organisationName: 'Hill School' },
  });
  expect(email.subject).toBe('You have been invited to School Returns');
  expect(email.text).toContain('School Returns asked for you to be given access to it for Hill School.');
  expect(email.text).toContain('you have not been given access');
});
