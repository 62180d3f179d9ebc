import { chooseSecret } from './choose-secret.ts';

const secrets = (ids: string) => Array.from(ids, (id) => ({ id }));

/** What signs one attempt after the other, each refused, with the secrets (newest first) that are valid at its time. */
function signers(valid: readonly string[]): string {
  let refused: readonly string[] | undefined;
  return valid
    .map((ids) => {
      const chosen = chooseSecret(secrets(ids), refused);
      refused = chosen?.tried;
      return chosen?.secret.id ?? '-';
    })
    .join('');
}

describe('the secret that signs the next JWT', () => {
  test('is the newest, then each next older, and after the oldest the newest again', () => {
    expect(signers(['cba', 'cba', 'cba', 'cba', 'cba'])).toBe('cbacb');
    expect(signers(['a', 'a', 'a'])).toBe('aaa');
  });

  test('is a newer one as soon as there is one, and never the one just refused while there is another', () => {
    expect(signers(['a', 'ba', 'ba', 'cba', 'cba', 'cba', 'cba'])).toBe('abacbac');
    expect(signers(['ba', 'ba', 'cba', 'cba', 'cba'])).toBe('bacba');
  });

  test('is the next older one where some have ended meanwhile', () => {
    expect(signers(['cba', 'cba', 'ca', 'ca'])).toBe('cbac');
    expect(signers(['cba', 'cba', 'cb', 'cb'])).toBe('cbcb');
    expect(signers(['ba', 'b', 'b'])).toBe('bbb');
  });

  test('goes on after an attempt that was not refused with the same one, or a newer', () => {
    expect(chooseSecret(secrets('ba'), ['b'])?.secret.id).toBe('a');
    expect(chooseSecret(secrets('cba'), ['b'])?.secret.id).toBe('c');
  });

  test('is none where none is valid', () => {
    expect(chooseSecret([], ['c'])).toBeUndefined();
  });
});
