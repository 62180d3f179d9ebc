import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { isPublicUnicast } from '@gatehouse/callback-address';
import { AddressNotAllowed, NameNotFoundInTime, OutOfTime } from '../delivery/failure-words.ts';

export interface GuardOptions {
  /** Connect to loopback and private addresses too. */
  allowPrivate: boolean;
  /** Limits lookup, connection and TLS together. */
  connectTimeoutMs: number;
  lookup: LookupFunction;
}

/**
 * Agents that connect to allowed addresses only. A name is resolved once, the socket goes to the addresses that were checked
 * here, and one that is not public unicast refuses the name: no answer of a name server leads inside. TLS verifies the host
 * of the URL. A host that is an address is not resolved: the caller has checked it.
 */
export function guardedAgents(guard: GuardOptions, options: AgentOptions) {
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

  function guarded<A extends HttpAgent>(agent: A, connected: 'connect' | 'secureConnect'): A {
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (target, done) => {
      const socket = connect(target, done) as Socket;
      let namePending = isIP(target.host ?? '') === 0;
      socket.once('lookup', () => {
        namePending = false;
      });
      const timer = setTimeout(() => {
        socket.destroy(namePending ? new NameNotFoundInTime() : new OutOfTime());
      }, connectTimeoutMs);
      const settled = () => clearTimeout(timer);
      socket.once(connected, settled).once('close', settled);
      // The socket knows for certain where it is connected.
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
