import ipaddr from 'ipaddr.js';

/** Publicly routed IPv6: 2000::/3 (RFC 4291, section 2.4). The library also calls ranges outside it unicast. */
const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');
const GLOBAL_UNICAST_BITS = 3;
const ISATAP = 0x5efe;
const ISATAP_GLOBAL_BIT = 0x200;

/**
 * Whether an IP address is public unicast. False for private, loopback, link-local, shared, reserved, documentation,
 * multicast and unspecified addresses, for every IPv6 form of an IPv4 address (mapped, RFC 4291; NAT64, RFC 6052 and 6145;
 * 6to4; Teredo; ISATAP), and for anything else.
 */
export function isPublicUnicast(ip: string): boolean {
  const text = ip.split('%', 1)[0] ?? '';
  // Strict dotted decimal only: resolvers disagree on "127.1" and "010.0.0.1".
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text).range() === 'unicast';
  if (!ipaddr.IPv6.isValid(text)) return false;
  const address = ipaddr.IPv6.parse(text);
  const isGlobal = address.range() === 'unicast' && address.match(GLOBAL_UNICAST, GLOBAL_UNICAST_BITS);
  return isGlobal && !isIsatap(address);
}

/** An interface identifier that holds an IPv4 address (RFC 5214, section 6.1). The library does not know it. */
function isIsatap({ parts }: ipaddr.IPv6): boolean {
  const [high = 0, low] = parts.slice(4);
  return (high & ~ISATAP_GLOBAL_BIT) === 0 && low === ISATAP;
}
