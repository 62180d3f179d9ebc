import fc from 'fast-check';
import { canonicalId, idFrom, newId, timedIdFrom } from './ids.ts';

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

test('an id made from an instant and parts is the same for the same, and in the order of time', () => {
  const at = (second: string) => `2026-11-30T10:00:${second}Z`;
  expect(timedIdFrom(at('01.000'), 'a')).toBe(timedIdFrom(at('01.000'), 'a'));
  expect(timedIdFrom(at('01.000'), 'a')).not.toBe(timedIdFrom(at('01.000'), 'b'));
  expect(timedIdFrom(at('01.000'), 'a')).toMatch(
    /^01A[0-9A-F]{5}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/,
  );
  const inTime = ['01.000', '01.001', '09.999', '59.000'].map((second) => timedIdFrom(at(second), 'a'));
  expect(inTime.toSorted()).toEqual(inTime);
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
