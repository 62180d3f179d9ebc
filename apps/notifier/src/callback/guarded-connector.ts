import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { isPublicUnicast, literalAddressOf } from '@gatehouse/callback-address';
import { buildConnector } from 'undici';
import { AddressNotAllowed, OutOfTime } from './failure-words.ts';

/** Resolves a name to all of its addresses, as `dns.lookup` with `all`. */
export type Resolve = (
  name: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

export interface ConnectorOptions {
  /** Connect to loopback and private addresses too. */
  allowPrivate: boolean;
  /** For the lookup, the connection and TLS together. */
  connectTimeoutMs: number;
  /** Default: the system's. */
  resolve?: Resolve;
}

const resolveBySystem: Resolve = (name, done) => systemLookup(name, { all: true, order: 'verbatim' }, done);

/**
 * How callbacks are connected. The socket goes to the very addresses that were checked here: a name is resolved once,
 * and one address that is not public unicast refuses it, so no answer of a name server leads inside. TLS names the
 * host as it stands in the URL.
 */
export function guardedConnector(options: ConnectorOptions): buildConnector.connector {
  const { allowPrivate, connectTimeoutMs, resolve = resolveBySystem } = options;
  const allowed = (address: string) => allowPrivate || isPublicUnicast(address);
  const lookup: LookupFunction = (name, { all }, done) => {
    resolve(name, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) return done(error ?? noAddress(), '', 0);
      if (!addresses.every(({ address }) => allowed(address))) return done(new AddressNotAllowed(), '', 0);
      if (all === true) return done(null, [...addresses]);
      return done(null, first.address, first.family);
    });
  };
  const settings = { timeout: 0, allowH2: false, autoSelectFamily: true, lookup };
  const connect = buildConnector(settings as unknown as buildConnector.BuildOptions);

  return (target, callback) => {
    const literal = literalOf(target);
    if (literal !== undefined && !allowed(literal)) {
      return process.nextTick(() => callback(new AddressNotAllowed(), null));
    }
    // buildConnector gives the socket at once, though its type does not say so.
    const socket = connect(target, (...outcome) => {
      clearTimeout(timer);
      const [error, connected] = outcome;
      // The last word has the socket itself, whatever stood between.
      if (error === null && !allowed(connected.remoteAddress ?? '')) {
        connected.destroy();
        return callback(new AddressNotAllowed(), null);
      }
      return callback(...outcome);
    }) as unknown as Socket;
    const timer = setTimeout(() => socket.destroy(new OutOfTime()), connectTimeoutMs);
    return socket;
  };
}

function literalOf({ protocol, hostname }: buildConnector.Options): string | undefined {
  const url = URL.parse(`${protocol}//${isIP(hostname) === 6 ? `[${hostname}]` : hostname}`);
  return url === null ? undefined : literalAddressOf(url);
}

function noAddress(): Error {
  return Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
}
