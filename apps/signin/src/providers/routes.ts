import type { Route } from '@gatehouse/http';
import { deleteIdentityRoute } from './delete-identity.route.ts';
import { deleteIdentityProviderRoute } from './delete-identity-provider.route.ts';
import {
  type PutIdentityProviderDependencies,
  putIdentityProviderRoute,
} from './put-identity-provider.route.ts';
import {
  getIdentityRoute,
  type IdentityRouteDependencies,
  listIdentitiesRoute,
} from './read-identities.route.ts';
import { getIdentityProviderRoute, listIdentityProvidersRoute } from './read-identity-providers.route.ts';
import { type TakeLogoutDependencies, takeLogoutRoute } from './take-logout.route.ts';

export interface ProviderRoutesDependencies
  extends PutIdentityProviderDependencies,
    IdentityRouteDependencies,
    TakeLogoutDependencies {}

/** The endpoints of identity providers and identities: the operator's, and where providers post logout tokens. */
export function providerRoutes(dependencies: ProviderRoutesDependencies): Route[] {
  return [
    listIdentityProvidersRoute(dependencies),
    getIdentityProviderRoute(dependencies),
    putIdentityProviderRoute(dependencies),
    deleteIdentityProviderRoute(dependencies),
    listIdentitiesRoute(dependencies),
    getIdentityRoute(dependencies),
    deleteIdentityRoute(dependencies),
    takeLogoutRoute(dependencies),
  ];
}
