import type { BegunSignIn } from '@gatehouse/oidc-client';
import { isOfferedTo } from './identity-provider.ts';
import { type IdentityProvidersCollection, providerOf } from './identity-providers.store.ts';
import type { ProviderClients } from './provider-clients.ts';
import type { ProviderSignIns } from './provider-sign-ins.store.ts';
import { redirectUriOf } from './shown-identity-provider.ts';

export interface GoToProviderParts {
  collection: IdentityProvidersCollection;
  clients: ProviderClients;
  signIns: ProviderSignIns;
  /** The platform's own. */
  issuer: string;
}

/** From which request somebody goes, to which provider. */
export interface Going {
  interactionId: string;
  providerId: string;
  serviceId: string;
  /** What binds the way to the browser. */
  browser: string;
  /** Milliseconds: when the request is over. */
  expiresAt: number;
  loginHint?: string | undefined;
}

/** Where the browser goes; undefined where the provider is not offered. Rejects where it is away. */
export type GoToProvider = (going: Going) => Promise<string | undefined>;

export function providerGoer({ collection, clients, signIns, issuer }: GoToProviderParts): GoToProvider {
  return async ({ loginHint, ...went }) => {
    const known = await providerOf(collection, went.providerId);
    if (known === undefined || !isOfferedTo(known.state, went.serviceId)) return undefined;
    const { url, ...begun }: BegunSignIn & { url: string } = await clients.clientOf(known).begin({
      redirectUri: redirectUriOf(issuer, went.providerId),
      parameters: {
        scope: known.state.scopes.join(' '),
        ...(loginHint !== undefined && { login_hint: loginHint }),
      },
    });
    await signIns.begin(begun, went);
    return url;
  };
}
