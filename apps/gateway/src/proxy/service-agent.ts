import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { spreadLookup } from './spread-lookup.ts';

/**
 * Connections to a service, kept alive. Each has a timeout of `timeoutMs`, counted once for the connection, since a timer
 * for each request costs on the hot path: one that nobody uses is closed then, and of one in use `watchSilence` decides.
 * Shorter than a service keeps a connection open, so that none is used at the moment when the service closes it.
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
