import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { spreadLookup } from './spread-lookup.ts';

/** A service was silent for longer than it may be. */
export class SilentService extends Error {
  override readonly name = 'SilentService';
}

/**
 * Connections to a service, kept alive. One that is silent for `timeoutMs` is given up (SilentService), whether a
 * request waits on it or none: watched once for each connection, since a timer for each request costs on the hot path.
 * Shorter than a service keeps a connection open, so that none is used at the moment when the service closes it.
 */
export function createServiceAgent(protocol: string, timeoutMs: number): HttpAgent {
  const Agent = protocol === 'https:' ? HttpsAgent : HttpAgent;
  const agent = new Agent({
    keepAlive: true,
    maxFreeSockets: 256,
    scheduling: 'lifo',
    timeout: timeoutMs,
    lookup: spreadLookup,
  });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => {
    const connection = connect(options, done);
    connection?.once('timeout', () => connection.destroy(new SilentService('no answer in time')));
    return connection;
  };
  return agent;
}
