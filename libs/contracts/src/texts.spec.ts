import fc from 'fast-check';
import { emailKey, line } from './fields.ts';
import { isBlank, lowerAscii, visibleText } from './texts.ts';

const SEED = { seed: 20_260_521 };
const INVISIBLE = [
  ' ',
  '\t',
  '\u00A0',
  '\u00AD',
  '\u200B',
  '\u200D',
  '\u2060',
  '\u2800',
  '\u3000',
  '\u3164',
  '\uFE0F',
  '\uFEFF',
  '\u{E0020}',
];

describe('isBlank', () => {
  test('is true of whatever shows nothing, in any number and order', () => {
    const invisible = fc.array(fc.constantFrom(...INVISIBLE)).map((characters) => characters.join(''));
    fc.assert(
      fc.property(invisible, (text) => {
        expect(isBlank(text)).toBe(true);
        expect(line('Name', 255).safeParse(text).success).toBe(false);
      }),
      SEED,
    );
  });

  test('one character that is seen is enough, wherever it stands', () => {
    const invisible = fc.array(fc.constantFrom(...INVISIBLE)).map((characters) => characters.join(''));
    const seen = fc.constantFrom('a', 'É', '李', 'ا', '-', '’', '👩', '\u0301', '\u0600');
    fc.assert(
      fc.property(invisible, seen, invisible, (before, character, after) => {
        expect(isBlank(before + character + after)).toBe(false);
        expect(visibleText(before + character + after)).toBe(character);
      }),
      SEED,
    );
  });
});

describe('lowerAscii', () => {
  test('changes ASCII capitals and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const folded = lowerAscii(text);
        expect(folded).toHaveLength(text.length);
        for (const [index, unit] of [...text.split('').entries()]) {
          expect(folded[index]).toBe(/^[A-Z]$/.test(unit) ? unit.toLowerCase() : unit);
        }
      }),
      SEED,
    );
  });

  test.each([
    '\u212A@example.org',
    'mi\u017F\u017F@example.org',
    'JAN\u0130S@example.org',
    'jan\u0131s@example.org',
    'ÅSA@example.org',
  ])('the key of %s is no ASCII address’s', (email) => {
    expect(/^[\0-\x7F]*$/.test(emailKey(email))).toBe(false);
  });
});
