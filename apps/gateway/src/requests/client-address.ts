import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { isPublicUnicast } from '@gatehouse/callback-address';
import type { Logger } from '@gatehouse/runtime';
import type { IncomingHeaders } from './incoming-headers.ts';

/** The network address of who sent a request. */
export type ClientAddress = (
  request: Pick<IncomingMessage, 'socket'>,
  headers: Pick<IncomingHeaders, 'forwardedFor'>,
) => string;

/** The address alone: proxies add brackets, a port, or a zone, and an IPv4 address comes to an IPv6 socket mapped into one. */
function plainAddress(text: string): string | undefined {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1];
  const withoutPort = bracketed ?? /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(text)?.[1] ?? text;
  const address = withoutPort.replace(/%.*$/, '').toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  return isIP(mapped ?? address) === 0 ? undefined : (mapped ?? address);
}

/**
 * What the outermost of the trusted proxies named: the entry as many places from the right as there are proxies, since each
 * adds the address that it was called from. Anything further left may have been written by the client itself.
 */
function namedAddress(forwardedFor: string, trustedProxies: number): string | undefined {
  if (trustedProxies === 0 || forwardedFor === '') return undefined;
  const entries = forwardedFor.split(',').slice(-trustedProxies);
  return plainAddress((entries[0] ?? '').trim());
}

const WARNING =
  'a request came from a private address while TRUSTED_PROXIES is 0: where proxies stand before the gateway, it should be their ' +
  'number, so that people are told apart by their own addresses';

/** Finds who sent a request, through as many proxies as are trusted to say so. Warns once of what looks like an unknown proxy. */
export function createClientAddress(trustedProxies: number, log: Logger): ClientAddress {
  let mayWarn = trustedProxies === 0;
  return ({ socket }, { forwardedFor }) => {
    const own = plainAddress(socket.remoteAddress ?? '') ?? '';
    if (mayWarn && own !== '' && !isPublicUnicast(own)) {
      mayWarn = false;
      log.warn(WARNING);
    }
    return namedAddress(forwardedFor, trustedProxies) ?? own;
  };
}
