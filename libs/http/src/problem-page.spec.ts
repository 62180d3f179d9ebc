import { cookieNamed, setCookie } from './cookies.ts';
import { acceptsHtml } from './problem-page.ts';

describe('acceptsHtml', () => {
  test.each([
    'text/html',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'application/json, TEXT/HTML;q=0.1',
    'application/xhtml+xml',
  ])('%s: as a browser asks', (accept) => {
    expect(acceptsHtml({ headers: { accept } })).toBe(true);
  });

  test.each([
    undefined,
    '',
    '*/*',
    'text/*',
    'application/json',
    'text/html;q=0',
    'text/htmlx',
    'text/html;q=0.00',
  ])('%s: as a program asks', (accept) => {
    expect(acceptsHtml({ headers: accept === undefined ? {} : { accept } })).toBe(false);
  });
});

describe('cookies', () => {
  test('one is found among others by its whole name', () => {
    expect(cookieNamed('b', 'a=1; b=2=3;c=4')).toBe('2=3');
    expect(cookieNamed('b', 'ab=1; bb=2')).toBeUndefined();
    expect(cookieNamed('b', 'b')).toBe('');
    expect(cookieNamed('b', undefined)).toBeUndefined();
  });

  test('cookies are for this site’s own pages, and for https alone where the platform has it', () => {
    const cookie = { name: 'a', value: 'b', path: '/c', maxAgeSeconds: 9, secure: true };
    expect(setCookie(cookie)).toBe('a=b; Path=/c; Max-Age=9; HttpOnly; SameSite=Lax; Secure');
    expect(setCookie({ ...cookie, secure: false })).not.toContain('Secure');
  });
});
