import fc from 'fast-check';
import { createSealer, SealError } from './sealing.ts';

const sealer = createSealer(['a master key of some length']);

test('what was sealed opens in its own context, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, context) => {
      expect(sealer.open(sealer.seal(text, context), context)).toBe(text);
    }),
  );
});

test('no two seals are alike, and none shows the text', () => {
  expect(sealer.seal('secret', 'x')).not.toBe(sealer.seal('secret', 'x'));
  expect(sealer.seal('secret', 'x')).not.toContain('secret');
});

test('another context, a changed text and what is no seal are refused', () => {
  const sealed = sealer.seal('secret', 'service-secret:A');
  const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
  for (const text of [changed, sealed.slice(0, 20), 'abc', '', `${sealed.split('.')[0]}.`]) {
    expect(() => sealer.open(text, 'service-secret:A')).toThrow(SealError);
  }
  expect(() => sealer.open(sealed, 'service-secret:B')).toThrow(SealError);
});

test('a key is replaced without losing what it sealed', () => {
  const next = createSealer(['the next master key', 'a master key of some length']);
  expect(next.open(sealer.seal('secret', 'x'), 'x')).toBe('secret');
  expect(() => sealer.open(next.seal('secret', 'x'), 'x')).toThrow(SealError);
  expect(() => createSealer(['another key entirely']).open(sealer.seal('secret', 'x'), 'x')).toThrow(
    SealError,
  );
});

test('which key is missing', () => {
  const next = createSealer(['the next master key', 'a master key of some length']);
  const sealed = next.seal('secret', 'x');
  expect(sealer.missingKey(sealed)).toBe(sealed.split('.')[0]);
  expect(next.missingKey(sealed)).toBeUndefined();
  expect(next.missingKey(sealer.seal('secret', 'x'))).toBeUndefined();
});
