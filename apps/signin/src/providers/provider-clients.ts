import {
  createProviderClient,
  ProviderAway,
  type ProviderClient,
  ProviderRefused,
} from '@gatehouse/oidc-client';
import type { GuardedFetch } from '@gatehouse/outgoing';
import type { Logger, Sealer } from '@gatehouse/runtime';
import { isOfferedTo } from './identity-provider.ts';
import {
  allProviders,
  type IdentityProvidersCollection,
  type KnownProvider,
} from './identity-providers.store.ts';

/** What a provider's client secret is sealed for. */
export function secretContext(providerId: string): string {
  return `identity-provider:${providerId}`;
}

/** A page waits no longer for a provider that nobody has reached before. */
const FIRST_READING_MS = 1_000;

export interface ProviderClientsParts {
  collection: IdentityProvidersCollection;
  requests: Pick<GuardedFetch, 'fetch'>;
  sealer: Sealer;
  allowHttpOnLoopback: boolean;
  now: () => number;
  log: Logger;
}

/** A provider whose button is on a page. */
export interface OfferedProvider {
  id: string;
  name: string;
}

export type ProviderClients = ReturnType<typeof createProviderClients>;

/** A client for each provider, as it is put at the moment, and which of them can be reached. */
export function createProviderClients(parts: ProviderClientsParts) {
  const { collection, requests, sealer, allowHttpOnLoopback, now, log } = parts;
  const clients = new Map<string, { version: number; client: ProviderClient }>();

  function made({ state }: KnownProvider): ProviderClient {
    const { id, issuer, clientId, clientSecret: sealed } = state;
    return createProviderClient({
      ...{ issuer, clientId, allowHttpOnLoopback, requests, now },
      ...(sealed !== undefined && { clientSecret: sealer.open(sealed, secretContext(id)) }),
      onDiscoveryFailure: (error) =>
        log.warn({ providerId: id, reason: reasonOf(error) }, 'identity provider away'),
    });
  }

  function clientOf(known: KnownProvider): ProviderClient {
    const { version, state } = known;
    const kept = clients.get(state.id);
    if (kept?.version === version) return kept.client;
    const client = made(known);
    clients.set(state.id, { version, client });
    return client;
  }

  async function isReachable(known: KnownProvider): Promise<boolean> {
    const { discovery } = clientOf(known);
    const reachable = discovery.isReachable();
    if (reachable !== undefined) return reachable;
    const { promise: tooLong, resolve } = Promise.withResolvers<false>();
    const timer = setTimeout(resolve, FIRST_READING_MS, false);
    return Promise.race([discovery.follow(), tooLong]).finally(() => clearTimeout(timer));
  }

  return {
    clientOf,
    /** Those that a person may come from to sign in to a service, and that can be reached: by name. */
    async offeredTo(serviceId: string): Promise<OfferedProvider[]> {
      const known = await allProviders(collection);
      const wanted = known.filter(({ state }) => isOfferedTo(state, serviceId));
      const reachable = await Promise.all(wanted.map(isReachable));
      return wanted.filter((_, n) => reachable[n]).map(({ state: { id, name } }) => ({ id, name }));
    },
    /** Reads what providers say of themselves, where it is time to. */
    async follow(): Promise<void> {
      const known = await allProviders(collection);
      const ids = new Set(known.map(({ state }) => state.id));
      for (const id of clients.keys()) if (!ids.has(id)) clients.delete(id);
      const offered = known.filter(({ state }) => state.status === 1);
      await Promise.all(offered.map((each) => clientOf(each).discovery.follow()));
    },
  };
}

/** Why a provider's word was not taken, in the words of a closed list. */
export function reasonOf(error: unknown): string {
  if (error instanceof ProviderRefused) return error.reason;
  return error instanceof ProviderAway ? error.words : 'failed';
}
