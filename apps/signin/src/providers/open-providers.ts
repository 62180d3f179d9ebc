import { createGuardedFetch } from '@gatehouse/outgoing';
import { type Closers, createTicker, type Logger, type Sealer } from '@gatehouse/runtime';
import type { Store } from '@gatehouse/store';
import { type ComeBack, returnTaker } from './come-back.ts';
import { type GoToProvider, providerGoer } from './go-to-provider.ts';
import { identitiesCollection, openIdentities } from './identities.store.ts';
import { countsFor } from './identity-provider.ts';
import { allProviders, identityProvidersCollection, providerOf } from './identity-providers.store.ts';
import { type MatchingParts, personMatcher } from './match-person.ts';
import { createProviderClients, type OfferedProvider } from './provider-clients.ts';
import { openProviderSignIns, providerSignInsCollection } from './provider-sign-ins.store.ts';
import { logoutTaker, type TakeLogout, type TakeLogoutParts } from './take-logout.ts';
import { openTakenLogouts, takenLogoutsCollection } from './taken-logouts.store.ts';

export interface ProvidersParts extends Omit<MatchingParts, 'identities'> {
  store: Store;
  sealer: Sealer;
  /** The platform's own. */
  issuer: string;
  /** Whether providers may stand at private addresses. */
  allowPrivate: boolean;
  /** Whether one on loopback may be reached by http. */
  allowHttpOnLoopback: boolean;
  endSessions: TakeLogoutParts['endSessions'];
  closers: Closers;
  now: () => number;
  log: Logger;
}

/** What the pages and OpenID Connect need of other identity providers. */
export interface Providers {
  /** The buttons of a page. */
  offeredTo(serviceId: string): Promise<OfferedProvider[]>;
  /** What its button says. */
  nameOf(providerId: string): Promise<string | undefined>;
  go: GoToProvider;
  comeBack: ComeBack;
  takeLogout: TakeLogout;
  /** Whether a session that came by a provider counts for a service. */
  counts(providerId: string, serviceId: string): Promise<boolean>;
  /** Whether a provider that the service may use could reach a class of authentication. */
  reaches(acr: string, serviceId: string): Promise<boolean>;
}

const MULTI_FACTOR = 'urn:gatehouse:acr:2';
/** How often providers are looked at. Each is read when it is time to. */
const FOLLOW_MS = 15_000;
const PURGE_MS = 60_000;

/** Opens everything that other identity providers need. Loaded at the first use of sign-in. */
export function openProviders(parts: ProvidersParts): Providers {
  const { store, sealer, issuer, allowPrivate, allowHttpOnLoopback, endSessions, closers, now, log } = parts;
  const collection = store.collection(identityProvidersCollection);
  const requests = createGuardedFetch({ allowPrivate });
  const clients = createProviderClients({ collection, requests, sealer, allowHttpOnLoopback, now, log });
  const signIns = openProviderSignIns(store.collection(providerSignInsCollection), sealer, now);
  const taken = openTakenLogouts(store.collection(takenLogoutsCollection), now);
  const identities = openIdentities(store.collection(identitiesCollection), now);
  const match = personMatcher({ ...parts, identities });

  const onError = (error: unknown) => log.error({ err: error }, 'identity providers');
  const follow = createTicker({
    intervalMs: FOLLOW_MS,
    onError,
    run: async () => void (await clients.follow()),
  });
  const purge = createTicker({
    intervalMs: PURGE_MS,
    onError,
    async run() {
      await signIns.purge();
      await taken.purge();
    },
  });
  closers.add('identity providers', async () => {
    await Promise.all([follow.close(), purge.close()]);
    requests.close();
  });

  return {
    offeredTo: (serviceId) => clients.offeredTo(serviceId),
    nameOf: async (providerId) => (await providerOf(collection, providerId))?.state.name,
    go: providerGoer({ collection, clients, signIns, issuer }),
    comeBack: returnTaker({ collection, clients, signIns, match, issuer }),
    takeLogout: logoutTaker({ clients, taken, endSessions }),
    async counts(providerId, serviceId) {
      const known = await providerOf(collection, providerId);
      return known !== undefined && countsFor(known.state, serviceId);
    },
    async reaches(acr, serviceId) {
      if (acr !== MULTI_FACTOR) return false;
      const offered = new Set((await clients.offeredTo(serviceId)).map(({ id }) => id));
      const all = await allProviders(collection);
      return all.some(({ state }) => offered.has(state.id) && state.mfa.length > 0);
    },
  };
}
