import type { Route } from '@gatehouse/http';
import {
  giveUpRebuild,
  type RunningReadModel,
  readReadModel,
  rebuildReadModel,
} from '@gatehouse/read-models';
import { type AttributeRoutesDependencies, attributeRoutes } from './attributes/routes.ts';
import { backchannelLogoutRoute } from './backchannel/backchannel-logout.route.ts';
import type { TakeLogoutParts } from './backchannel/take-logout.ts';
import type { AccountIdentities } from './identities/open-identities.ts';
import { type IdentityRoutesDependencies, identityRoutes } from './identities/routes.ts';
import type { People } from './people/people.read-model.ts';
import type { ProviderRoutesDependencies } from './provider/dependencies.ts';
import { providerRoutes } from './provider/routes.ts';
import { type DeleteSessionDependencies, deleteSessionRoute } from './sessions/delete-session.route.ts';
import { type GetUserDependencies, getUserRoute } from './sessions/get-user.route.ts';
import { type ManageSessionsDependencies, manageSessionRoutes } from './sessions/manage-sessions.route.ts';
import { type BeginSignInDependencies, beginSignInRoute } from './sign-ins/begin-sign-in.route.ts';
import { type CompleteSignInDependencies, completeSignInRoute } from './sign-ins/complete-sign-in.route.ts';
import { type EndSessionUriDependencies, endSessionUriRoute } from './sign-ins/end-session-uri.route.ts';
import {
  type CheckSubscriptionDependencies,
  checkSubscriptionRoute,
} from './subscriptions/check-subscription.route.ts';

export interface RoutesDependencies
  extends Omit<ProviderRoutesDependencies, 'accountIdentities'>,
    Omit<GetUserDependencies, 'accountIdentities'>,
    Omit<AttributeRoutesDependencies, 'accountIdentities'>,
    Omit<IdentityRoutesDependencies, 'accountIdentities' | 'sessions' | 'provider'>,
    ManageSessionsDependencies,
    Omit<TakeLogoutParts, 'sessions' | 'provider'>,
    CheckSubscriptionDependencies,
    DeleteSessionDependencies,
    BeginSignInDependencies,
    CompleteSignInDependencies,
    EndSessionUriDependencies {
  accountIdentities: AccountIdentities;
  people: People;
  readModels: readonly RunningReadModel[];
}

/** Every endpoint of this app. */
export function routesOf(dependencies: RoutesDependencies): Route[] {
  return [
    ...providerRoutes(dependencies),
    beginSignInRoute(dependencies),
    completeSignInRoute(dependencies),
    endSessionUriRoute(dependencies),
    getUserRoute(dependencies),
    deleteSessionRoute(dependencies),
    ...attributeRoutes(dependencies),
    ...identityRoutes(dependencies),
    ...manageSessionRoutes(dependencies),
    backchannelLogoutRoute(dependencies),
    checkSubscriptionRoute(dependencies),
    readReadModel(dependencies),
    rebuildReadModel(dependencies),
    giveUpRebuild(dependencies),
  ];
}
