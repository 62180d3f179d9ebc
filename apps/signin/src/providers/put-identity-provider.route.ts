import { managedIdentityProvider } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { type Route, route } from '@gatehouse/http';
import type { Sealer } from '@gatehouse/runtime';
import { presentProvider, putProvider } from './identity-provider.ts';
import { identityProviderBody } from './identity-provider-request.ts';
import { type IdentityProvidersCollection, identityProviderKind } from './identity-providers.store.ts';
import { secretContext } from './provider-clients.ts';
import { shownProvider } from './shown-identity-provider.ts';

export interface PutIdentityProviderDependencies {
  identityProviders: IdentityProvidersCollection;
  sealer: Sealer;
  /** The platform's own. */
  issuer: string;
  /** Whether a provider on loopback may be reached by http. */
  allowHttpOnLoopback: boolean;
  now: () => number;
}

/** PUT /manage/identity-providers/{id}: makes a provider (201) or replaces it (200). */
export function putIdentityProviderRoute(dependencies: PutIdentityProviderDependencies): Route {
  const { identityProviders, sealer, issuer, now } = dependencies;
  const kind = identityProviderKind(identityProviders, now);
  return route({
    method: 'put',
    path: '/manage/identity-providers/:providerId',
    access: 'operator',
    operationId: 'operatorPutIdentityProvider',
    summary: 'Make or replace an identity provider',
    described: {
      text: 'Its button is on the sign-in pages from then on, once its description was read. A `clientSecret` that is left out stays as it was, while `issuer` and `clientId` do.',
    },
    uuidParams: ['providerId'],
    body: identityProviderBody(dependencies.allowHttpOnLoopback),
    responses: { 200: managedIdentityProvider, 201: managedIdentityProvider },
    async handle({ params: { providerId: id }, body, actor, correlationId }) {
      const { clientSecret: secret, ...details } = body;
      const clientSecret = secret === undefined ? undefined : sealer.seal(secret, secretContext(id));
      const at = new Date(now()).toISOString();
      const { result } = await changeEntity(kind, id, { actor, correlationId }, (current) => {
        const state = putProvider(current, id, { ...details, clientSecret }, at);
        return { state, result: { state, isNew: presentProvider(current) === undefined } };
      });
      const shown = shownProvider(result.state, issuer);
      return result.isNew ? { status: 201, body: shown } : { status: 200, body: shown };
    },
  });
}
