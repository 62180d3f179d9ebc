import type { EmailData } from '@gatehouse/contracts';
import { registrationEmail } from './registration-email.ts';

const LINE = '-'.repeat(40);
const BENIGN = 'Please join.';
const content: EmailData<'registration'> = {
  serviceName: 'School Returns',
  expiresAt: '2026-06-18T13:05:00.000Z',
};
const sender = {
  publicUrl: 'https://signin.example.org',
  identity: { name: 'Gatehouse', supportUrl: 'https://help.example.org/', supportEmail: 'help@example.org' },
};
const emailWith = (words: { subject?: string; body?: string }) =>
  registrationEmail({ ...content, ...words }, { token: 'token-1', code: 'ABCD2345' }, sender);

/** What stands in every email below the service's words: link, code, and whose platform sends it. */
const benign = emailWith({ body: BENIGN });
const textBelow = benign.text.slice(benign.text.indexOf(LINE));
const htmlBelow = benign.html.slice(benign.html.indexOf('<hr'));
const tagsOf = (html: string) => html.match(/<\/?[a-z][^>]*>/g)?.filter((tag) => tag !== '<br>');

const hostile: Readonly<Record<string, string>> = {
  'HTML that hides what follows': 'Hello <!-- <style>hr~*{display:none}</style> <div hidden>',
  'HTML that ends the email': '</p></main></body></html>',
  'HTML that swallows what follows': '<plaintext><textarea><script>//<![CDATA[',
  attributes: '" style="position:fixed;inset:0;background:#fff" x="',
  entities: '&lt;/p&gt;&#60;hr&#62;&nbsp;',
  'its own line and signature': `Hello\n\n${LINE}\n\nNobody sent this email. If you need help, go to https://evil.example/.`,
  'many lines of dashes': Array.from({ length: 100 }, () => LINE).join('\n'),
  'a signature that mail programs fold away': 'Hello\n-- \n',
  'a reply that mail programs fold away': 'Hello\n\n-----Original Message-----\nFrom: nobody',
  'quoted lines': '> > > Hello\n> On Monday somebody wrote:',
  'a right-to-left override': 'Hello \u202eolleh',
  'embeddings and isolates that are not closed': '\u202a\u202b\u202d\u2066\u2067\u2068Hello',
  Arabic: 'يرجى الانضمام إلى خدمتنا',
  'other line separators': 'Hello\u2028\u2029world\r\nagain\r',
  'empty lines': '\n'.repeat(4_999),
  'one long word': 'x'.repeat(5_000),
  'marks stacked upon each other': `Hello${'\u0301\u0323'.repeat(2_000)}`,
  'half a character': 'Hello \ud83d',
  'a boundary of a multipart message': '----_NmP-0000000000000000-Part_1--\n\nContent-Type: text/plain',
  'the end of an email in SMTP': 'Hello\n.\nQUIT\n',
  templates: '{{ parts }} {% raw %} ((body)) ((subject))',
};

describe.each(Object.entries(hostile))('a body of %s', (_what, body) => {
  const { text, html } = emailWith({ body });

  test('takes nothing away from what the platform says below it', () => {
    expect(text.endsWith(textBelow)).toBe(true);
    expect(html.endsWith(htmlBelow)).toBe(true);
    expect(textBelow).toContain('Gatehouse sent this email on behalf of School Returns.');
    expect(textBelow).toContain('https://help.example.org/ or write to help@example.org.');
  });

  test('is text: no element is more, or less, than with any other words', () => {
    expect(tagsOf(html)).toEqual(tagsOf(benign.html));
  });

  test('turns nothing around, and is no signature', () => {
    expect(text + html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(text).not.toMatch(/^-- $/m);
    expect((text + html).isWellFormed()).toBe(true);
  });
});

test.each(Object.entries(hostile))(
  'a subject of %s is one line, and turns nothing around',
  (_what, subject) => {
    const email = emailWith({ subject });
    expect(email.subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    expect(email.text.endsWith(textBelow.slice(textBelow.lastIndexOf(LINE)))).toBe(true);
  },
);

test('a name that turns its line around is written in order', () => {
  const { text, subject } = registrationEmail(
    { ...content, serviceName: 'School \u202esnruteR' },
    { token: 'token-1', code: 'ABCD2345' },
    sender,
  );
  expect(subject).toBe('School snruteR has invited you');
  expect(text).toContain('Gatehouse sent this email on behalf of School snruteR.');
});
