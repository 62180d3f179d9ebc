import type { Route } from '@gatehouse/http';
import type { ProviderRoutesDependencies } from './dependencies.ts';
import { listClientKeysRoute } from './list-client-keys.route.ts';
import {
  deleteProviderRoute,
  getProviderRoute,
  makeKeyRoute,
  putRedirectRoute,
} from './manage-provider.route.ts';
import { putProviderRoute } from './put-provider.route.ts';

/** The endpoints of the provider: the operator's, and the public keys. */
export function providerRoutes(dependencies: ProviderRoutesDependencies): Route[] {
  return [
    listClientKeysRoute(dependencies),
    getProviderRoute(dependencies),
    putProviderRoute(dependencies),
    deleteProviderRoute(dependencies),
    putRedirectRoute(dependencies),
    makeKeyRoute(dependencies),
  ];
}
