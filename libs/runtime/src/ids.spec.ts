import fc from 'fast-check';
import { canonicalId, idFrom, newId } from './ids.ts';

test('new ids are upper-case UUIDs of version 4, never the same', () => {
  expect(newId()).toMatch(/^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
  expect(newId()).not.toBe(newId());
});

test('an id made from parts is the same for the same parts, and a UUID of version 8', () => {
  expect(idFrom('invitation', 'a')).toBe(idFrom('invitation', 'a'));
  expect(idFrom('invitation', 'a')).toMatch(
    /^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/,
  );
});

test('no two lists of parts make the same id', () => {
  expect(idFrom('ab', 'c')).not.toBe(idFrom('a', 'bc'));
  expect(idFrom('a', '')).not.toBe(idFrom('a'));
  expect(idFrom('1:a')).not.toBe(idFrom('a'));
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (one, other) => {
      expect(idFrom(...one) === idFrom(...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

test('a UUID in any case has one form; what is none has none', () => {
  expect(canonicalId('0c3f1d2e-aaaa-bbbb-cccc-dddddddddddd')).toBe('0C3F1D2E-AAAA-BBBB-CCCC-DDDDDDDDDDDD');
  for (const text of [
    '',
    'abc',
    '{0C3F1D2E-AAAA-BBBB-CCCC-DDDDDDDDDDDD}',
    '0C3F1D2EAAAABBBBCCCCDDDDDDDDDDDD',
  ]) {
    expect(canonicalId(text)).toBeUndefined();
  }
});
