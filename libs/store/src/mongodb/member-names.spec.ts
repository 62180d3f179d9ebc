import fc from 'fast-check';
import { withGivenNames, withStoredNames } from './member-names.ts';

const name = fc.oneof(
  fc.constantFrom(
    '',
    '%',
    '%24',
    '$',
    '$ref',
    '$id',
    'a.b',
    '.',
    '\0',
    '_bsontype',
    '%5Fbsontype',
    '__proto__',
    'constructor',
    'prototype',
    'toBSON',
  ),
  fc.string(),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie('json')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

describe('names of members', () => {
  test('come back as they were given', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.stringify(withGivenNames(withStoredNames(value)))).toBe(JSON.stringify(value));
      }),
    );
  });

  test('are stored as what neither MongoDB nor its driver reads anything into', () => {
    fc.assert(
      fc.property(name, (given) => {
        const [stored = ''] = Object.keys(withStoredNames({ [given]: 1 }) as object);
        expect(stored).toMatch(/^[^.$\0]+$/);
        expect(['_bsontype', '__proto__', 'constructor', 'prototype']).not.toContain(stored);
      }),
    );
  });

  test('stay as they are where they are harmless', () => {
    const value = { _id: 'A', state: { firstName: 'Zoë', list: [{ x: 1 }] } };
    expect(withStoredNames(value)).toEqual(value);
  });
});
