import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import { isPublicUnicast } from '@gatehouse/callback-address';
import { AddressNotAllowed, OutOfTime } from './failure-words.ts';

/** Resolves a name to all of its addresses, as `dns.lookup` with `all`. */
export type Resolve = (
  name: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

export interface GuardOptions {
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
 * host as it stands in the URL. A host that is an address itself is not resolved: who makes the request has checked it.
 */
export function guardedAgents(guard: GuardOptions, options: AgentOptions) {
  const { allowPrivate, connectTimeoutMs, resolve = resolveBySystem } = guard;
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

  function guarded<A extends HttpAgent>(agent: A, connected: 'connect' | 'secureConnect'): A {
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (target, done) => {
      const socket = connect(target, done) as Socket;
      const timer = setTimeout(() => socket.destroy(new OutOfTime()), connectTimeoutMs);
      const settled = () => clearTimeout(timer);
      socket.once(connected, settled).once('close', settled);
      // The last word has the socket itself, whatever stood between.
      socket.once('connect', () => {
        if (!allowed(socket.remoteAddress ?? '')) socket.destroy(new AddressNotAllowed());
      });
      return socket;
    };
    return agent;
  }

  const settings = { ...options, lookup, autoSelectFamily: true };
  return {
    http: guarded(new HttpAgent(settings), 'connect'),
    https: guarded(new HttpsAgent(settings), 'secureConnect'),
  };
}

function noAddress(): Error {
  return Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
}
