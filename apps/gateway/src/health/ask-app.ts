import { get as getByHttp } from 'node:http';
import { get as getByHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { json } from 'node:stream/consumers';
import { type BackendName, backendNames } from '@gatehouse/contracts';
import { CORRELATION_HEADER, CREDENTIAL_HEADER, OWN_HEALTH_PATH } from '@gatehouse/http';
import { lookUpName } from '@gatehouse/name-lookup';
import { createServiceAgent } from '../proxy/service-agent.ts';

/** More than a service gives each of its own checks. */
const LIMIT_MS = 5_000;

/** What the gateway sends along. */
export interface Asking {
  credential: string;
  correlationId: string;
}

/** Asks one instance of an app how it does. Rejects unless it answers 200 with JSON in time. */
export type AskApp = (asking: Asking) => Promise<unknown>;

/** `url`: the address of the app. Connections are kept as the proxy keeps its own. */
export function createAskApp(
  url: URL,
  { limitMs = LIMIT_MS, lookup = lookUpName }: { limitMs?: number; lookup?: LookupFunction } = {},
): AskApp {
  const agent = createServiceAgent(url.protocol, limitMs, lookup);
  const get = url.protocol === 'https:' ? getByHttps : getByHttp;
  const target = new URL(url);
  target.pathname = `${url.pathname.replace(/\/$/, '')}${OWN_HEALTH_PATH}`;

  return ({ credential, correlationId }) =>
    new Promise((resolve, reject) => {
      const headers = { [CREDENTIAL_HEADER]: credential, [CORRELATION_HEADER]: correlationId };
      const request = get(target, { agent, headers, signal: AbortSignal.timeout(limitMs) }, (response) => {
        if (response.statusCode === 200) {
          resolve(json(response));
          return;
        }
        response.resume();
        reject(new Error(`answered ${response.statusCode}`));
      });
      request.on('error', reject);
    });
}

/** A way to ask each app behind the gateway. */
export function askApps(urls: Readonly<Record<BackendName, string>>): Readonly<Record<BackendName, AskApp>> {
  const asks = backendNames.map((name) => [name, createAskApp(new URL(urls[name]))]);
  return Object.fromEntries(asks) as Record<BackendName, AskApp>;
}
