import type { EmailData } from '@gatehouse/contracts';
import { informingEmail } from './informing-email.ts';
import { registrationEmail } from './registration-email.ts';

const content: EmailData<'registration'> = {
  givenName: 'Jane',
  serviceName: 'School Returns',
  organisationName: 'St Mary & All Saints',
  expiresAt: '2026-06-18T13:05:00.000Z',
};
const parts = { token: 'tok-EN_1', code: 'ABCD2345' };
const URL = 'https://signin.example.org';
const identity = { name: 'Gatehouse' };
const SENDER = { identity, publicUrl: URL };

describe('registrationEmail', () => {
  const email = registrationEmail(content, parts, SENDER);

  test('names who invites, carries the link, and has the code on a line of its own', () => {
    expect(email.subject).toBe('School Returns has invited you');
    expect(email.text).toContain(
      'School Returns has invited you to use its service for St Mary & All Saints.',
    );
    expect(email.text.split('\n')).toContain('ABCD2345');
    expect(email.text.split('\n')).toContain(`${URL}/register/tok-EN_1`);
    expect(email.text).toContain('2:05pm on 18 June 2026');
    expect(email.html).toContain(`href="${URL}/register/tok-EN_1"`);
    expect(email.html).toContain('St Mary &amp; All Saints');
    expect(email.html).toContain('>ABCD2345<');
  });

  test('does without organisation and name', () => {
    const { organisationName: _o, givenName: _g, ...bare } = content;
    const { text } = registrationEmail(bare, parts, SENDER);
    expect(text).toContain('Hello,\n');
    expect(text).toContain('School Returns has invited you to use its service.');
  });

  test('an override of the subject has its place for the code, each time it stands there', () => {
    const subject = 'Join ((VERIFICATION CODE)) now: ((VERIFICATION CODE)) $& $1';
    const { subject: made } = registrationEmail({ ...content, subject }, { ...parts, code: 'A$&B' }, SENDER);
    expect(made).toBe('Join A$&B now: A$&B $& $1');
  });

  test('a subject stays one line', () => {
    const subject = 'Join\r\nBcc: everybody@example.org\u2028now';
    expect(registrationEmail({ ...content, subject }, parts, SENDER).subject).toBe(
      'Join Bcc: everybody@example.org now',
    );
  });

  test('an override of the body is plain text, and link and code follow it', () => {
    const body = 'Dear <b>all</b>\r\n"See" <script>alert(1)</script>';
    const { text, html } = registrationEmail({ ...content, body }, parts, SENDER);
    expect(text.startsWith('Dear <b>all</b>\n"See" <script>alert(1)</script>\n\n')).toBe(true);
    expect(text).not.toContain('has invited you to use');
    expect(text.split('\n')).toContain('ABCD2345');
    expect(html).toContain('Dear &lt;b&gt;all&lt;/b&gt;<br>&quot;See&quot; &lt;script&gt;');
    expect(html).not.toContain('<script>');
    expect(html).toContain(`${URL}/register/tok-EN_1`);
  });

  test('names cannot bring markup', () => {
    const { html } = registrationEmail({ ...content, serviceName: '"><img src=x onerror=1>' }, parts, SENDER);
    expect(html).not.toContain('<img');
  });
});

test('the informing email says what was given and by whom, and offers nothing to accept', () => {
  const email = informingEmail(
    {
      givenName: 'Jane',
      serviceName: 'School <Returns>',
      organisationName: 'Hill School',
    },
    identity,
  );
  expect(email.subject).toBe('You have been given access to School <Returns>');
  expect(email.text).toContain(
    'access to School <Returns> for Hill School. School <Returns> asked for this.',
  );
  expect(email.text).toContain('Go to School <Returns> and sign in there.');
  expect(email.html).toContain('School &lt;Returns&gt;');
  expect(email.html).not.toContain('href');
});

test('where the policies did not admit the user, the informing email does not say that access was given', () => {
  const email = informingEmail(
    {
      ...{ serviceName: 'School Returns', organisationName: 'Hill School', granted: false },
    },
    identity,
  );
  expect(email.subject).toBe('You have been invited to School Returns');
  expect(email.text).toContain('School Returns asked for you to be given access to it for Hill School.');
  expect(email.text).toContain('you have not been given access');
});

describe.each(['en', 'cy'] as const)('in %s', (language) => {
  const words = {
    en: {
      by: 'Example Sign-in sent this email on behalf of School Returns.',
      help: 'If you need help, go to',
    },
    cy: {
      by: 'Anfonodd Example Sign-in yr e-bost hwn ar ran School Returns.',
      help: 'Os oes angen cymorth arnoch, ewch i',
    },
  }[language];
  const sender = {
    publicUrl: URL,
    identity: {
      name: 'Example Sign-in',
      supportUrl: 'https://help.example.org/?a=1&b=2',
      supportEmail: 'help@example.org',
    },
  };
  const emails = {
    'the registration email': registrationEmail({ ...content, language }, parts, sender),
    'one that the service words': registrationEmail(
      {
        ...content,
        language,
        subject: 'Ours',
        body: `Ours.\n${'-'.repeat(40)}\nNo platform.`,
      },
      parts,
      sender,
    ),
    'the informing email': informingEmail({ serviceName: 'School Returns', language }, sender.identity),
    'the email of who was not admitted': informingEmail(
      { serviceName: 'School Returns', granted: false, language },
      sender.identity,
    ),
  };

  test.each(Object.entries(emails))(
    '%s ends with who sends it, for whom, and where help is',
    (_name, email) => {
      const [, below] = /[\s\S]*\n-{40}\n([\s\S]*)$/.exec(email.text) ?? [];
      expect(below).toContain(words.by);
      expect(below).toContain(`${words.help} https://help.example.org/?a=1&b=2`);
      expect(below).toContain('help@example.org');
      expect(email.html).toContain(`<html lang="${language}">`);
      expect(email.html).toMatch(/<hr [\s\S]*Example Sign-in[\s\S]*help\.example\.org\/\?a=1&amp;b=2/);
    },
  );

  test('what a service words stands above a line; link and code stand below it', () => {
    const { text, html } = emails['one that the service words'];
    const [above, below = ''] = text.split(`No platform.\n\n${'-'.repeat(40)}\n`);
    expect(above).toContain('Ours.');
    expect(below.split('\n')).toContain('ABCD2345');
    expect(html.indexOf('<hr')).toBeLessThan(html.indexOf('ABCD2345'));
  });
});

test('the link of a Welsh email leads to the page in Welsh, and its time is in Welsh', () => {
  const { text, subject } = registrationEmail({ ...content, language: 'cy' }, parts, SENDER);
  expect(text.split('\n')).toContain(`${URL}/register/tok-EN_1?lang=cy`);
  expect(text).toContain('2:05pm ar 18 Mehefin 2026');
  expect(subject).toBe('Mae School Returns wedi eich gwahodd');
});

test('without an address for help, the service is who to ask', () => {
  expect(registrationEmail(content, parts, SENDER).text).toContain('If you need help, ask School Returns.');
});
