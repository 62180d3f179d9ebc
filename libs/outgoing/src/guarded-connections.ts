import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { isPublicUnicast } from '@gatehouse/callback-address';
import { buildConnector } from 'undici';
import { AddressNotAllowed, NameNotFoundInTime, neverConnected, OutOfTime } from './failure-words.ts';

export interface GuardOptions {
  /** Connect to loopback and private addresses too. */
  allowPrivate: boolean;
  /** Limits lookup, connection and TLS together. */
  connectTimeoutMs: number;
  lookup: LookupFunction;
  /** The name that a certificate must have, and who may have signed it. */
  tls?: { servername: string; ca: string[] };
}

/** Shorter than servers keep a connection open (Node: 5 s), so that a callback seldom gets one that is being closed. */
export const IDLE_MS = 4_000;

/**
 * Connections to allowed addresses only, for each of the two clients. A name is resolved once, the socket goes to the addresses
 * that were checked here, and one that is not public unicast refuses the name: no answer of a name server leads inside. TLS
 * verifies the host of the URL. A host that is an address is not resolved: the caller has checked it.
 */
export function guardedConnections(guard: GuardOptions) {
  const { allowPrivate, connectTimeoutMs } = guard;
  const allowed = (address: string) => allowPrivate || isPublicUnicast(address);
  const lookup: LookupFunction = (name, options, done) => {
    guard.lookup(name, options, (error, found, family) => {
      if (error !== null) return done(error, '');
      const addresses = typeof found === 'string' ? [found] : found.map(({ address }) => address);
      if (!addresses.every(allowed)) return done(new AddressNotAllowed(), '');
      return done(null, found, family);
    });
  };

  function guarded(socket: Socket, host: string, connected: 'connect' | 'secureConnect'): Socket {
    let namePending = isIP(host) === 0;
    socket.once('lookup', () => {
      namePending = false;
    });
    const timer = setTimeout(() => {
      socket.destroy(namePending ? new NameNotFoundInTime() : neverConnected(new OutOfTime()));
    }, connectTimeoutMs);
    const settled = () => clearTimeout(timer);
    socket.once(connected, settled).once('close', settled);
    // The socket knows for certain where it is connected. This comes before whatever would write to it.
    socket.prependOnceListener('connect', () => {
      if (!allowed(socket.remoteAddress ?? '')) socket.destroy(new AddressNotAllowed());
    });
    return socket;
  }

  function guardedAgent<A extends HttpAgent>(agent: A, connected: 'connect' | 'secureConnect'): A {
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (target, done) =>
      guarded(connect(target, done) as Socket, target.host ?? '', connected);
    return agent;
  }

  const settings = { lookup, autoSelectFamily: true };
  const agentSettings = { ...settings, keepAlive: true, timeout: IDLE_MS };
  // undici's own limit is coarse, and knows no name that is pending.
  const connect = buildConnector({
    ...settings,
    ...guard.tls,
    allowH2: false,
    timeout: 0,
  } as buildConnector.BuildOptions);
  return {
    agents: {
      http: guardedAgent(new HttpAgent(agentSettings), 'connect'),
      https: guardedAgent(new HttpsAgent(agentSettings), 'secureConnect'),
    },
    /** Of undici's clients. Gives the socket, which its types do not say. */
    connect(target: buildConnector.Options, done: buildConnector.Callback): Socket {
      const connected = target.protocol === 'https:' ? 'secureConnect' : 'connect';
      return guarded(connect(target, done) as unknown as Socket, target.hostname, connected);
    },
  };
}

export type GuardedConnections = ReturnType<typeof guardedConnections>;
