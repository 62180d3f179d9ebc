import type { DeliveryDocument } from '../delivery/delivery.ts';
import { chooseSecret } from './choose-secret.ts';

type Memory = Pick<DeliveryDocument, 'secretStep' | 'refusals'>;

const secrets = (ids: string) => Array.from(ids, (id) => ({ id }));

/** What signs one attempt after the other, each refused, with the secrets (newest first) that are valid at its time. */
function signers(valid: readonly string[], memory: Memory = { secretStep: 0 }): string {
  let known = memory;
  return valid
    .map((ids) => {
      const chosen = chooseSecret(secrets(ids), known);
      const step = known.secretStep + 1;
      known = { secretStep: step, refusals: { step, secretIds: chosen?.tried ?? [] } };
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
    const memory = { secretStep: 1, refusals: { step: 1, secretIds: ['b'] } };
    expect(chooseSecret(secrets('ba'), memory)?.secret.id).toBe('a');
    expect(chooseSecret(secrets('cba'), memory)?.secret.id).toBe('c');
  });

  test('is the one that an older release would take where that release counted last', () => {
    for (const [secretStep, id] of ['c', 'b', 'a', 'c', 'b'].entries()) {
      expect(chooseSecret(secrets('cba'), { secretStep })?.secret.id).toBe(id);
      const stale = { step: secretStep + 7, secretIds: ['c', 'b'] };
      expect(chooseSecret(secrets('cba'), { secretStep, refusals: stale })?.secret.id).toBe(id);
    }
    expect(signers(['cba', 'cba', 'dcba'], { secretStep: 1 })).toBe('bad');
  });

  test('is none where none is valid', () => {
    expect(chooseSecret([], { secretStep: 3 })).toBeUndefined();
  });
});
