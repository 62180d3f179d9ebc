import type { LookupFunction } from 'node:net';

/** The values in a random order. */
export function shuffled<T>(values: readonly T[], random: () => number = Math.random): T[] {
  const order = values.map((value) => ({ value, key: random() }));
  return order.sort((a, b) => a.key - b.key).map(({ value }) => value);
}

/**
 * All addresses of a name in a random order: the instances of a service share a name, and a name server may give them in
 * the same order each time. A connection goes to the next address where one refuses.
 */
export function spreadLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null || typeof addresses === 'string') {
        done(error, addresses);
        return;
      }
      const spread = shuffled(addresses);
      const [first] = spread;
      if (options.all === true) done(null, spread);
      else done(null, first?.address ?? '', first?.family);
    });
  };
}
