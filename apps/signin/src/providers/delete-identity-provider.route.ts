import { changeEntity } from '@gatehouse/entities';
import { type Route, route } from '@gatehouse/http';
import { removeProvider } from './identity-provider.ts';
import { type IdentityProvidersCollection, identityProviderKind } from './identity-providers.store.ts';
import { noSuchProvider } from './shown-identity-provider.ts';

/** DELETE /manage/identity-providers/{id}: nobody comes from it any more, and a session that came by it counts no longer. */
export function deleteIdentityProviderRoute({
  identityProviders,
  now,
}: {
  identityProviders: IdentityProvidersCollection;
  now: () => number;
}): Route {
  const kind = identityProviderKind(identityProviders, now);
  return route({
    method: 'delete',
    path: '/manage/identity-providers/:providerId',
    access: 'operator',
    operationId: 'operatorDeleteIdentityProvider',
    summary: 'Remove an identity provider',
    described: { text: 'Identities stay: they count again once a provider with its issuer is there.' },
    uuidParams: ['providerId'],
    responses: { 204: 'It is removed.' },
    async handle({ params: { providerId: id }, actor, correlationId }) {
      const at = new Date(now()).toISOString();
      const { result } = await changeEntity(kind, id, { actor, correlationId }, (current) => {
        const state = removeProvider(current, at);
        return { state, result: state !== undefined };
      });
      if (!result) throw noSuchProvider();
      return { status: 204 };
    },
  });
}
