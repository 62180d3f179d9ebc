import type { Route } from '@gatehouse/http';
import { deleteOidcUserRoute } from './delete-oidc-user.route.ts';
import { type ManageIdentitiesDependencies, manageIdentityRoutes } from './manage-identities.route.ts';
import { type MatchByEmailDependencies, matchByEmailRoutes } from './match-by-email.route.ts';
import { type OidcUsersDependencies, tellOidcUserRoutes } from './put-oidc-user.route.ts';

export type IdentityRoutesDependencies = OidcUsersDependencies &
  ManageIdentitiesDependencies &
  MatchByEmailDependencies;

/** The endpoints of identities. */
export function identityRoutes(dependencies: IdentityRoutesDependencies): Route[] {
  return [
    ...matchByEmailRoutes(dependencies),
    ...tellOidcUserRoutes(dependencies),
    deleteOidcUserRoute(dependencies),
    ...manageIdentityRoutes(dependencies),
  ];
}
