import type { AccountProviderState } from '@gatehouse/contracts';
import { unavailable } from '@gatehouse/errors';
import {
  clientAssertion,
  createProviderClient,
  ProviderAway,
  type ProviderClient,
  ProviderRefused,
} from '@gatehouse/oidc-client';
import type { GuardedFetch } from '@gatehouse/outgoing';
import type { Logger, Sealer } from '@gatehouse/runtime';
import { type OwnRedirect, ownProvider, PROVIDER_ID, type UsedProvider } from './account-provider.domain.ts';
import { signingKeyAt } from './keys.domain.ts';
import { openedClientKey } from './make-client-key.ts';
import type { AccountProviderCollection } from './provider.store.ts';

type Requests = Pick<GuardedFetch, 'fetch'>;

export interface ProviderParts {
  collection: AccountProviderCollection;
  sealer: Sealer;
  /** Of a provider that the operator named. */
  requests: Requests;
  /** Of the platform's own: to the gateway, whatever its issuer is called. */
  ownRequests: Requests;
  /** The platform's own. */
  issuer: string;
  /** By what accounts proves itself at the platform's own provider. */
  ownSecret: string;
  /** Where people come back to from the platform's own, while the operator says nothing. */
  defaultRedirect: OwnRedirect;
  allowHttpOnLoopback: boolean;
  now: () => number;
  log: Logger;
}

/** The provider in use, with a client of it. */
export interface CurrentProvider {
  provider: UsedProvider;
  client: ProviderClient;
}

export const SECRET_CONTEXT = 'account-provider-secret';

export type Provider = ReturnType<typeof openProvider>;

/** The one provider that accounts is a client of, as it is put at the moment. */
export function openProvider(parts: ProviderParts) {
  const { collection, sealer, issuer, now, log } = parts;
  let kept: { version: number; current: CurrentProvider } | undefined;

  const onDiscoveryFailure = (error: unknown) =>
    log.warn({ reason: reasonOf(error) }, 'the identity provider is away');

  async function assertion(provider: UsedProvider): Promise<string> {
    const { keys = [] } = (await collection.get(PROVIDER_ID))?.state ?? {};
    const key = signingKeyAt(keys, provider.signingAlgorithm, now());
    if (key === undefined) throw new Error('there is no key for client assertions');
    const signing = { kid: key.kid, alg: key.alg, jwk: openedClientKey(key, sealer) };
    return clientAssertion(signing, { clientId: provider.clientId, issuer: provider.issuer, nowMs: now() });
  }

  function made(state: AccountProviderState | undefined): CurrentProvider {
    const named = state?.named;
    const own = { ...parts.defaultRedirect, ...state?.own };
    const provider: UsedProvider =
      named === undefined ? ownProvider(issuer, own) : { ...named, isNamed: true };
    const secret = named?.clientSecret;
    const clientSecret =
      named === undefined ? parts.ownSecret : secret && sealer.open(secret, SECRET_CONTEXT);
    const client = createProviderClient({
      ...{ issuer: provider.issuer, clientId: provider.clientId, algorithms: provider.algorithms },
      ...{ authentication: provider.authentication, assertion: () => assertion(provider) },
      ...(clientSecret !== undefined && { clientSecret }),
      allowHttpOnLoopback: parts.allowHttpOnLoopback,
      ...{ allowHttp: named === undefined, requireResponseIssuer: false },
      ...{ requests: named === undefined ? parts.ownRequests : parts.requests, now, onDiscoveryFailure },
    });
    return { provider, client };
  }

  async function current(): Promise<CurrentProvider> {
    const document = await collection.get(PROVIDER_ID);
    const version = document?.version ?? 0;
    if (kept?.version !== version) kept = { version, current: made(document?.state) };
    return kept.current;
  }

  return {
    current,
    /** The client's word on the provider, read where it is time to. */
    async follow(): Promise<boolean> {
      const { client } = await current();
      return client.discovery.follow();
    },
    /** Whether the last reading was good; undefined before the first has ended. */
    isReachable: () => kept?.current.client.discovery.isReachable(),
  };
}

/** Why a provider's word was not taken, in the words of a closed list. */
export function reasonOf(error: unknown): string {
  if (error instanceof ProviderRefused) return error.reason;
  return error instanceof ProviderAway ? error.words : 'failed';
}

/** A provider that is away is no fault of who asks: 503. What is no failure of the provider is thrown as it is. */
export function awayFault(error: unknown): unknown {
  return error instanceof ProviderAway || error instanceof ProviderRefused ? unavailable(error, 5) : error;
}
