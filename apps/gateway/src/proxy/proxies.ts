import { type BackendName, backendNames } from '@gatehouse/contracts';
import type { ProblemPage } from '@gatehouse/http';
import type { Logger } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { Forwarding, Route } from '../routing/route-table.ts';
import { holdBackUntilKnown } from './hold-back.ts';
import { createProxy, type ServiceProxy } from './proxy.ts';

const SILENCE_MS = 30_000;
/** Who signs in waits no longer, whatever the identity provider does. */
const SIGN_IN_SILENCE_MS = 20_000;
/** The service reads an import to its end before it answers. */
const IMPORT_SILENCE_MS = 600_000;

/** The proxy for a request on a route. */
export type ProxyFor = (
  route: Pick<Route, 'forwarding'> & { destination: BackendName },
  method: string,
) => ServiceProxy;

/** A proxy to each service for each way of forwarding. */
export function createProxies(
  urls: Readonly<Record<BackendName, string>>,
  registry: Pick<ServiceRegistry, 'reaches'>,
  { log, problemPage, draining }: { log: Logger; problemPage: ProblemPage; draining: AbortSignal },
): ProxyFor {
  function proxiesTo(destination: BackendName): Record<Forwarding, ServiceProxy> {
    const options = { target: new URL(urls[destination]), log, problemPage, timeoutMs: SILENCE_MS };
    return {
      plain: createProxy(options),
      import: createProxy({ ...options, timeoutMs: IMPORT_SILENCE_MS }),
      'hold-back': createProxy({ ...options, beforeAnswer: holdBackUntilKnown(registry) }),
      poll: createProxy({ ...options, draining }),
      'sign-in': createProxy({ ...options, timeoutMs: SIGN_IN_SILENCE_MS }),
    };
  }
  const proxies = Object.fromEntries(backendNames.map((name) => [name, proxiesTo(name)])) as Record<
    BackendName,
    Record<Forwarding, ServiceProxy>
  >;
  return ({ destination, forwarding }, method) => {
    const changesNothing = forwarding === 'hold-back' && (method === 'GET' || method === 'HEAD');
    return proxies[destination][changesNothing ? 'plain' : forwarding];
  };
}
