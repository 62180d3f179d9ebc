import { ProviderAway, type ProviderResponse } from '@gatehouse/oidc-client';
import type { Logger } from '@gatehouse/runtime';
import type { Account } from './identity.ts';
import { isOfferedTo } from './identity-provider.ts';
import { type IdentityProvidersCollection, providerOf } from './identity-providers.store.ts';
import type { Matched, MatchPerson } from './match-person.ts';
import { type ProvidersProof, proofOf } from './proof.domain.ts';
import { type ProviderClients, reasonOf } from './provider-clients.ts';
import type { ProviderSignIns, WayBack } from './provider-sign-ins.store.ts';
import { redirectUriOf } from './shown-identity-provider.ts';

export interface ComeBackParts {
  collection: IdentityProvidersCollection;
  clients: ProviderClients;
  signIns: ProviderSignIns;
  match: MatchPerson;
  /** The platform's own. */
  issuer: string;
}

/** What somebody brought back, and by which browser. */
export interface Return extends ProviderResponse {
  providerId: string;
  state: string;
  browser: string | undefined;
}

/** Who came back from which request. `failed`: the page offers the code; the log alone has the reason. */
export type CameBack =
  | { status: 'unknown' }
  | { status: 'elsewhere' }
  | {
      status: 'failed';
      interactionId: string;
      serviceId: string;
      providerName: string | undefined;
      /** Whose account is deactivated. */
      deactivated?: string | undefined;
    }
  | ({
      status: 'matched';
      interactionId: string;
      serviceId: string;
      account: Account;
      providerId: string;
      providerSid: string | undefined;
    } & ProvidersProof & {
        matched: Exclude<Matched, { kind: 'nobody' }>;
      });

export type ComeBack = (returned: Return, correlationId: string, log: Logger) => Promise<CameBack>;

export function returnTaker({ collection, clients, signIns, match, issuer }: ComeBackParts): ComeBack {
  return async ({ providerId, state, browser, ...response }, correlationId, log) => {
    const way = await signIns.use(state, { providerId, browser });
    if (way.status !== 'good') return { status: way.status };
    const known = await providerOf(collection, providerId);
    const provider = known?.state;
    const failed = (reason: string, deactivated?: string): CameBack => {
      log.warn({ providerId, reason }, 'nobody came from the identity provider');
      const { interactionId, serviceId } = way;
      return { status: 'failed', interactionId, serviceId, providerName: provider?.name, deactivated };
    };
    if (known === undefined || provider === undefined || !isOfferedTo(provider, way.serviceId)) {
      return failed('not-offered');
    }
    const client = clients.clientOf(known);
    const redirectUri = redirectUriOf(issuer, providerId);
    try {
      const signedIn = await client.complete(response, { state, redirectUri, ...secretsOf(way) });
      const matched = await match(provider, signedIn, correlationId);
      if (matched.kind === 'nobody') {
        return failed(matched.reason, 'userId' in matched ? matched.userId : undefined);
      }
      const { sid } = signedIn.claims;
      return {
        ...{
          status: 'matched',
          interactionId: way.interactionId,
          serviceId: way.serviceId,
          providerId,
          matched,
        },
        account: { issuer: provider.issuer, subject: signedIn.subject },
        ...proofOf(signedIn.claims, provider.mfa),
        providerSid: typeof sid === 'string' ? sid : undefined,
      };
    } catch (error) {
      if (error instanceof ProviderAway) client.discovery.doubt();
      const reason = reasonOf(error);
      if (reason === 'failed') throw error;
      return failed(reason);
    }
  };
}

function secretsOf({ nonce, codeVerifier }: Extract<WayBack, { status: 'good' }>) {
  return { nonce, codeVerifier };
}
