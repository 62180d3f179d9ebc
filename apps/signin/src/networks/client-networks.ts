import { isIP } from 'node:net';

function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  return groups.map((group) => Number.parseInt(group, 16).toString(16));
}

/** The networks that a client's address is part of. */
export interface ClientNetworks {
  /** Of which one household or school has all: an IPv4 address, or an IPv6 /64. */
  network: string;
  /** Its neighbourhood: /24 or /48. */
  region: string;
}

/** The networks of an address as the gateway gives it; an IPv4 address may be written as IPv6. */
export function networksOf(given: string): ClientNetworks {
  const address = given.replace(/%.*$/, '').toLowerCase();
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (v4 !== undefined) return { network: v4, region: `${v4.split('.').slice(0, 3).join('.')}.0/24` };
  if (isIP(address) !== 6) return { network: 'unknown', region: 'unknown' };
  const groups = groupsOf(address);
  return {
    network: `${groups.slice(0, 4).join(':')}::/64`,
    region: `${groups.slice(0, 3).join(':')}::/48`,
  };
}
