import type { LookupAddress } from 'node:dns';
import pTimeout from 'p-timeout';

/** The result of one query: addresses, perhaps none; or unknown, where no server answered. */
export type Answer = readonly LookupAddress[] | 'unknown';

/** The wait for the other family once one has an address (RFC 8305, section 3; longer for IPv4, which works in more places). */
const IPV6_AFTER_IPV4_MS = 50;
const IPV4_AFTER_IPV6_MS = 1_000;

/**
 * The addresses of both families, IPv4 first: it also works where there is no IPv6, and clients try both. A name server that
 * is silent about one family delays nothing. Unknown only where no address was found and one may exist.
 */
export async function bothFamilies(ipv4: Promise<Answer>, ipv6: Promise<Answer>): Promise<Answer> {
  const four = await Promise.race([
    ipv4,
    ipv6.then((six) => (hasAddress(six) ? within(IPV4_AFTER_IPV6_MS, ipv4) : ipv4)),
  ]);
  const six = await (hasAddress(four) ? within(IPV6_AFTER_IPV4_MS, ipv6) : ipv6);
  const found = [four, six].flatMap((answer) => (answer === 'unknown' ? [] : answer));
  return found.length === 0 && (four === 'unknown' || six === 'unknown') ? 'unknown' : found;
}

function hasAddress(answer: Answer): boolean {
  return answer !== 'unknown' && answer.length > 0;
}

function within(milliseconds: number, answer: Promise<Answer>): Promise<Answer> {
  return pTimeout(answer, { milliseconds, fallback: () => 'unknown' as const });
}
