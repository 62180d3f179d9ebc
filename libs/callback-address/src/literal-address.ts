import { isIP } from 'node:net';

const LOOPBACK = '127.0.0.1';

/**
 * The IP address that a URL's host stands for without being resolved; undefined for any other name. The URL parser
 * has brought decimal, octal, hexadecimal and short forms to the dotted one. `localhost` and what ends in
 * `.localhost` are loopback by RFC 6761 (section 6.3).
 */
export function literalAddressOf(url: URL): string | undefined {
  const host = url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '');
  if (isIP(host) !== 0) return host;
  return host === 'localhost' || host.endsWith('.localhost') ? LOOPBACK : undefined;
}
