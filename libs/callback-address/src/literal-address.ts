import { isIP } from 'node:net';

const LOOPBACK = '127.0.0.1';

/**
 * The IP address of a URL's host where no look-up is needed; undefined for other names. The URL parser has turned decimal,
 * octal, hexadecimal and short forms into the dotted one. `localhost` and names below it are loopback (RFC 6761, section
 * 6.3).
 */
export function literalAddressOf(url: URL): string | undefined {
  const host = url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '');
  if (isIP(host) !== 0) return host;
  return host === 'localhost' || host.endsWith('.localhost') ? LOOPBACK : undefined;
}
