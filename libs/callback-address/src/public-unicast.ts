import ipaddr from 'ipaddr.js';

/** The IPv6 that is routed publicly: 2000::/3 (RFC 4291, section 2.4). Outside it lie ranges that the library calls unicast. */
const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');
const GLOBAL_UNICAST_BITS = 3;

/**
 * Whether an IP address is public unicast. Refused are private, loopback, link-local, shared, reserved, documentation,
 * multicast and unspecified ones, and every IPv6 form that leads to an IPv4 address: mapped (RFC 4291), translated
 * (NAT64, RFC 6052 and 6145), 6to4 and Teredo. False for what is no IP address.
 */
export function isPublicUnicast(ip: string): boolean {
  const text = ip.split('%', 1)[0] ?? '';
  // Strict dotted decimal only: "127.1" and "010.0.0.1" are spellings that resolvers read differently.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text).range() === 'unicast';
  if (!ipaddr.IPv6.isValid(text)) return false;
  const address = ipaddr.IPv6.parse(text);
  return address.range() === 'unicast' && address.match(GLOBAL_UNICAST, GLOBAL_UNICAST_BITS);
}
