import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { wordsOfLines } from './followed-file.ts';

/** The addresses in a hosts file (hosts(5)), by name in lower case. */
export function parseHosts(text: string): ReadonlyMap<string, readonly LookupAddress[]> {
  const hosts = new Map<string, LookupAddress[]>();
  for (const [address = '', ...names] of wordsOfLines(text, /#.*/)) {
    const family = isIP(address);
    if (family === 0) continue;
    for (const name of names.map((each) => each.toLowerCase())) {
      const known = hosts.get(name) ?? [];
      if (!known.some((each) => each.address === address)) hosts.set(name, [...known, { address, family }]);
    }
  }
  return hosts;
}
