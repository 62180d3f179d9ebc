import { messageContext } from '@gatehouse/contracts';
import { createSealer } from '@gatehouse/runtime';
import fc from 'fast-check';
import { createLinkSecrets, tokenHash, typedCode } from './link-secrets.ts';
import { registrationEmailId } from './registration.ts';

const sealer = createSealer(['a-master-key-for-tests']);
const secrets = createLinkSecrets(sealer);
const owner = { registrationId: 'R', generation: 3 };

function letterOf(sealed: string): { token: string; code: string } {
  return JSON.parse(sealer.open(sealed, messageContext(registrationEmailId('R', 3))));
}

test('token and code are sealed for registration and generation; the store can check them and no more', () => {
  const { sealed, stored } = secrets.make(owner);
  const { token, code } = letterOf(sealed);
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(code).toMatch(/^[A-HJKMNP-Z2-9]{8}$/);
  expect(tokenHash(token)).toBe(stored.tokenHash);
  expect(JSON.stringify(stored)).not.toContain(token);
  expect(JSON.stringify(stored)).not.toContain(code);
  expect(() => sealer.open(sealed, messageContext(registrationEmailId('R', 4)))).toThrow();
});

test('a code counts however it is typed, for its own registration and generation only', () => {
  const { sealed, stored } = secrets.make(owner);
  const { code } = letterOf(sealed);
  const spaced = ` ${code.slice(0, 4).toLowerCase()} - ${code.slice(4)}\u2013 `;
  expect(secrets.isCode(code, stored.code, owner)).toBe(true);
  expect(secrets.isCode(spaced, stored.code, owner)).toBe(true);
  expect(secrets.isCode(`${code}A`, stored.code, owner)).toBe(false);
  expect(secrets.isCode('', stored.code, owner)).toBe(false);
  expect(() => secrets.isCode(code, stored.code, { registrationId: 'R', generation: 4 })).toThrow();
});

test('no two are alike', () => {
  const made = Array.from({ length: 50 }, () => letterOf(secrets.make(owner).sealed));
  expect(new Set(made.map(({ token }) => token)).size).toBe(50);
  expect(new Set(made.map(({ code }) => code)).size).toBe(50);
});

test('what is no token has no hash', () => {
  expect(tokenHash('short')).toBeUndefined();
  expect(tokenHash('a'.repeat(44))).toBeUndefined();
  expect(typedCode(' ab-cd ')).toBe('ABCD');
});

test('a code is the code however it was pasted: full-width, spaced, hyphenated, with what shows nothing between', () => {
  const plain = fc.array(fc.constantFrom(...'ABCDEFGHJKMNPQRSTUVWXYZ23456789'), {
    minLength: 8,
    maxLength: 8,
  });
  const between = fc.constantFrom(
    '',
    ' ',
    '-',
    '\u2011',
    '\u00A0',
    '\u00AD',
    '\u200B',
    '\u2060',
    '\u2800',
    '\uFEFF',
    '\u3000',
  );
  const wide = (character: string) => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0);
  const shape = fc.constantFrom<(character: string) => string>(
    (c) => c,
    (c) => c.toLowerCase(),
    wide,
    (c) => wide(c.toLowerCase()),
  );
  const noise = fc.array(fc.tuple(between, shape), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(plain, noise, (code, how) => {
      const typed = how.map(([gap, shaped], index) => gap + shaped(code[index] ?? '')).join('');
      expect(typedCode(typed)).toBe(code.join(''));
    }),
    { seed: 20_260_521 },
  );
});

test('a character that only looks like one of a code is another', () => {
  for (const text of ['А', 'ß', 'İ']) expect(typedCode(text)).not.toMatch(/^[A-Z]+$/);
});
