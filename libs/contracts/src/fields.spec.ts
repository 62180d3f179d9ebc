import { isEmailAddress, isHttpUrl, isPlainText } from './fields.ts';

describe('isEmailAddress', () => {
  test.each(['a@b.uk', "o'neill+x@school.sch.uk", `${'a'.repeat(64)}@example.org`])('takes %s', (email) => {
    expect(isEmailAddress(email)).toBe(true);
  });
  test.each([
    '',
    'a',
    'a@b',
    'a b@c.uk',
    'a@b.uk ',
    'a@-b.uk',
    'a@b..uk',
    'ä@b.uk',
    'a@b.uk\n',
    `${'a'.repeat(248)}@b.uk.uk`,
  ])('refuses %j', (email) => {
    expect(isEmailAddress(email)).toBe(false);
  });
});

describe('isHttpUrl', () => {
  test.each(['http://a', 'https://a.uk/x?y#z', 'HTTPS://A.UK', 'http://[::1]:8080/'])('takes %s', (url) => {
    expect(isHttpUrl(url)).toBe(true);
  });
  test.each([
    '',
    '/x',
    'a.uk',
    'ftp://a',
    'javascript:alert(1)',
    'http://',
    'http:a',
    'http://a b',
    'http://u:p@a',
    'https://a\n',
  ])('refuses %j', (url) => {
    expect(isHttpUrl(url)).toBe(false);
  });
});

describe('isPlainText', () => {
  test('other scripts are text; control characters, C1 ones too, and broken surrogates are not', () => {
    expect(isPlainText('Zoë 李 👩‍🏫')).toBe(true);
    for (const text of ['a\u0000', 'a\t', 'a\n', 'a\u007f', 'a\u0085', '\ud800'])
      expect(isPlainText(text)).toBe(false);
  });
  test('line breaks are for texts with lines', () => {
    expect(isPlainText('a\r\nb', 'lines')).toBe(true);
    expect(isPlainText('a\tb', 'lines')).toBe(false);
  });
});
