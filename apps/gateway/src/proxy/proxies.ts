import type { ProblemPage } from '@gatehouse/http';
import type { Logger } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import type { Destination, Way } from '../routing/route-table.ts';
import { holdBackUntilKnown } from './hold-back.ts';
import { createProxy, type ServiceProxy } from './proxy.ts';

const DESTINATIONS: readonly Destination[] = ['directory', 'access', 'invitations', 'notifier'];
const SILENCE_MS = 30_000;
/** An import is read whole before it is answered. */
const IMPORT_SILENCE_MS = 600_000;

/** The pattern of the ways that lead to the making and the rotation of clients. */
const SERVICES = '/manage/services/**';
const ORGANISATIONS = '/manage/organisations/**';

/** The proxy for each way: plain, patient for imports, or holding answers back until a new client is known here. */
export function createProxies(
  urls: Readonly<Record<Destination, string>>,
  registry: ServiceRegistry,
  { log, problemPage }: { log: Logger; problemPage: ProblemPage },
): (way: Way, method: string) => ServiceProxy {
  const to = (destination: Destination, timeoutMs = SILENCE_MS) => ({
    target: new URL(urls[destination]),
    log,
    problemPage,
    timeoutMs,
  });
  const plain = new Map(DESTINATIONS.map((destination) => [destination, createProxy(to(destination))]));
  const holding = createProxy({ ...to('access'), beforeAnswer: holdBackUntilKnown(registry) });
  const patient = createProxy(to('directory', IMPORT_SILENCE_MS));

  return ({ pattern, destination }, method) => {
    if (pattern === SERVICES && method !== 'GET' && method !== 'HEAD') return holding;
    if (pattern === ORGANISATIONS && method === 'POST') return patient;
    const proxy = plain.get(destination);
    if (proxy === undefined) throw new Error(`no proxy to ${destination}`);
    return proxy;
  };
}
