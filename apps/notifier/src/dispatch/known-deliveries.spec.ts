import type { DeliveryDocument } from '../delivery/deliveries.store.ts';
import { knownDeliveries } from './known-deliveries.ts';

function storeWith(...known: string[]) {
  const calls: string[][] = [];
  const isKnown = knownDeliveries({
    async getMany(ids) {
      calls.push([...ids]);
      return ids.filter((id) => known.includes(id)).map((_id) => ({ _id }) as DeliveryDocument);
    },
  });
  return { calls, isKnown };
}

describe('knownDeliveries', () => {
  test('looks up together what is asked in one turn, and answers each', async () => {
    const { calls, isKnown } = storeWith('b');
    expect(await Promise.all(['a', 'b', 'c'].map(isKnown))).toEqual([false, true, false]);
    expect(await isKnown('b')).toBe(true);
    expect(calls).toEqual([['a', 'b', 'c'], ['b']]);
  });

  test('asks for no more than the store looks up at a time', async () => {
    const { calls, isKnown } = storeWith('0', '1500');
    const answers = await Promise.all(Array.from({ length: 2_500 }, (_, n) => isKnown(String(n))));
    expect(answers.flatMap((known, n) => (known ? [n] : []))).toEqual([0, 1_500]);
    expect(calls.map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
  });

  test('a store that is away is the answer to each, and the next are asked again', async () => {
    let away = true;
    const isKnown = knownDeliveries({
      async getMany() {
        if (away) throw new Error('away');
        return [];
      },
    });
    const answers = await Promise.allSettled(['a', 'b'].map(isKnown));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    away = false;
    expect(await isKnown('a')).toBe(false);
  });
});
