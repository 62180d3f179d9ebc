import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { spreadLookup } from './spread-lookup.ts';

/**
 * Connections to a service, kept alive. The timeout belongs to the connection, since a timer for each request costs CPU on
 * the hot path. It closes a connection that is not in use; for one in use `watchSilence` decides. It is shorter than the
 * time for which a service keeps a connection, so that no request meets the moment of closing.
 */
export function createServiceAgent(protocol: string, timeoutMs: number, lookup: LookupFunction): HttpAgent {
  const Agent = protocol === 'https:' ? HttpsAgent : HttpAgent;
  return new Agent({
    keepAlive: true,
    maxFreeSockets: 256,
    scheduling: 'lifo',
    timeout: timeoutMs,
    lookup: spreadLookup(lookup),
  });
}
