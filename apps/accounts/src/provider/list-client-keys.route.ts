import { type Route, route } from '@gatehouse/http';
import { publishedKeys } from './keys.domain.ts';
import { type AccountProviderCollection, PROVIDER_ID } from './provider.store.ts';
import { clientKeys, publicJwkOf } from './published-jwks.ts';

export interface ClientKeysDependencies {
  accountProvider: Pick<AccountProviderCollection, 'get'>;
  now: () => number;
}

/** GET /api/oauth2/keys: by these keys the provider checks who asks. */
export function listClientKeysRoute({ accountProvider, now }: ClientKeysDependencies): Route {
  return route({
    method: 'get',
    path: '/api/oauth2/keys',
    access: 'open',
    operationId: 'listClientKeys',
    summary: 'The public keys of the platform at the identity provider',
    described: {
      text: 'A JWK set. Where client assertions prove who the platform is, the provider reads them here. No token is needed.',
    },
    responses: { 200: clientKeys },
    async handle() {
      const { keys = [] } = (await accountProvider.get(PROVIDER_ID))?.state ?? {};
      return { status: 200, body: { keys: publishedKeys(keys, now()).map(publicJwkOf) } };
    },
  });
}
