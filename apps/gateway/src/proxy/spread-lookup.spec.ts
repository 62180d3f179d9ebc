import { lookUpName } from '@gatehouse/name-lookup';
import { shuffled, spreadLookup } from './spread-lookup.ts';

test('every instance comes first at some time, and none is left out', () => {
  const instances = ['a', 'b', 'c'];
  const firsts = new Set<string | undefined>();
  for (let i = 0; i < 200; i++) {
    const order = shuffled(instances);
    expect(order.toSorted()).toEqual(instances);
    firsts.add(order[0]);
  }
  expect(firsts.size).toBe(3);
});

test('gives all addresses, or one, as it is asked', async () => {
  const all = await new Promise((resolve) =>
    spreadLookup(lookUpName)('127.0.0.1', { all: true }, (_, addresses) => resolve(addresses)),
  );
  expect(all).toEqual([{ address: '127.0.0.1', family: 4 }]);
  const one = await new Promise((resolve) =>
    spreadLookup(lookUpName)('127.0.0.1', {}, (_, address, family) => resolve([address, family])),
  );
  expect(one).toEqual(['127.0.0.1', 4]);
});
