import { addressChangedTemplate } from './address-changed-email.ts';
import { identityLinkedTemplate } from './identity-linked-email.ts';
import { codeTemplate, deactivatedTemplate, noAccountTemplate } from './sign-in-emails.ts';
import type { Template } from './template.ts';

const sender = { publicUrl: 'https://signin.example.org', identity: { name: 'Example Sign-in' } };
const asked = { serviceName: 'School <Returns>', askedAt: '2026-06-18T13:05:00.000Z' };
const expiresAt = '2026-06-18T13:20:00.000Z';

const render = (template: Template, data: Record<string, unknown>, secrets?: unknown, identity = {}) =>
  template.render(data, secrets, { ...sender, identity: { ...sender.identity, ...identity } });
const code = (more = {}) => render(codeTemplate, { ...asked, expiresAt, ...more }, { code: '01234567' });

describe('the email with a code', () => {
  test('has it first in the text, on a line of its own, as two groups of four, and not in the subject', () => {
    const { text, subject, html } = code();
    expect(text.split('\n').slice(0, 2)).toEqual(['0123 4567', '']);
    expect(subject).toBe('Your code to sign in to School <Returns>');
    expect(subject).not.toMatch(/\d/);
    expect(html).toContain('>0123 4567<');
  });

  test('names the service and the UK time, and has no link', () => {
    const { text, html } = code();
    expect(text).toContain(
      'sign in to School <Returns>. You asked for it at 2:05pm on 18 June 2026 (UK time)',
    );
    expect(text).toContain('until 2:20pm on 18 June 2026 (UK time)');
    expect(html).toContain('School &lt;Returns&gt;');
    for (const content of [text, html]) expect(content).not.toMatch(/href|https?:/);
  });

  test('is in Welsh for who chose it', () => {
    const { text, html } = code({ language: 'cy' });
    expect(text).toContain('fewngofnodi i School <Returns>. Gofynasoch amdano am 2:05pm ar 18 Mehefin 2026');
    expect(html).toContain('<html lang="cy">');
  });

  test.each([undefined, {}, { code: '1234' }, { code: '12345678x' }])('is not made of %j', (secrets) => {
    expect(() => render(codeTemplate, { ...asked, expiresAt }, secrets)).toThrow('code');
  });

  test('goes by the schedule of codes; the others do not', () => {
    expect(codeTemplate.schedule).toBe('code');
    for (const other of [noAccountTemplate, deactivatedTemplate]) expect(other.schedule).toBe('default');
  });
});

test('who has no account learns how to come by one', () => {
  const { subject, text } = render(noAccountTemplate, asked);
  expect(subject).toBe('You cannot sign in to School <Returns> with this address yet');
  expect(text).toContain('At 2:05pm on 18 June 2026 (UK time) somebody asked to sign in to School <Returns>');
  expect(text).toContain('There is no account with this address');
  expect(text).toContain('To get an account, ask the person who manages access in your organisation');
});

test.each([
  [{}, 'ask the person who manages access in your organisation, or School <Returns>.'],
  [{ supportUrl: 'https://help.example.org/' }, 'ask for help at https://help.example.org/.'],
  [{ supportEmail: 'help@example.org' }, 'write to help@example.org.'],
])('who is deactivated learns whom to ask: %j', (identity, whom) => {
  const { text } = render(deactivatedTemplate, asked, undefined, identity);
  expect(text).toContain('has been deactivated');
  expect(text).toContain(`To have it activated again, ${whom}`);
});

test('an account elsewhere that signs somebody in from now on', () => {
  const { subject, text } = render(identityLinkedTemplate, {
    ...{ givenName: 'Jane', providerName: 'Trust IT', at: expiresAt },
  });
  expect(subject).toBe('You can now sign in with Trust IT');
  expect(text).toContain('Hello Jane,');
  expect(text).toContain('At 2:20pm on 18 June 2026 (UK time) an account at Trust IT was used');
});

test.each([
  ['old', 'This address no longer signs you in.'],
  ['new', 'was changed to this one.'],
])('a changed address, to the %s one', (address, sentence) => {
  const { text } = render(addressChangedTemplate, { address, at: expiresAt });
  expect(text).toContain(sentence);
  expect(text).toContain('You have been signed out everywhere.');
});
