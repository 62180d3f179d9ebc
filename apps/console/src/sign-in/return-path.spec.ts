import fc from 'fast-check';
import { returnPathOf } from './return-path.ts';

test.each([
  '/operator',
  '/operator/users?email=a%40b.example&page=2',
  '/operator/deliveries/AAAAAAAA-0000-4000-8000-000000000001',
  '/operator/dead-letters?topic=directory.users.v1',
])('%s is gone back to', (path) => {
  expect(returnPathOf(path)).toBe(path);
});

test.each([
  undefined,
  '',
  '/',
  'operator',
  '//elsewhere.example',
  '/operator//elsewhere.example',
  '/operator/%2f%2felsewhere.example',
  '/operator\\elsewhere.example',
  '/operator/%5celsewhere.example',
  '/operator/\t/x',
  '/operator/%0d%0aset-cookie:x',
  '/operator/%00',
  '/operator/../register',
  '/operator/%2e%2e/register',
  '/operators',
  '/operator.elsewhere.example',
  '/operator@elsewhere.example',
  'https://elsewhere.example/operator',
  '/operator/%E0%A4%A',
  `/operator/${'x'.repeat(2_000)}`,
])('%j is the first page', (path) => {
  expect(returnPathOf(path)).toBe('/operator');
});

test('whatever is wanted, a browser stays below /operator', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2f',
    '%5c',
    '%2e',
    '@',
    ':',
    '?',
    '#',
    'a',
    '\n',
    '\t',
    '//',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const path = returnPathOf(`/operator${pieces.join('')}`);
      const { origin, pathname } = new URL(path, 'https://gatehouse.example.org/operator/sign-in');
      expect(origin).toBe('https://gatehouse.example.org');
      expect(pathname).toMatch(/^\/operator(?:\/|$)/);
    }),
  );
});
