import type { Route } from '@gatehouse/http';
import {
  giveUpRebuild,
  type RunningReadModel,
  readReadModel,
  rebuildReadModel,
} from '@gatehouse/read-models';
import { type AttributeRoutesDependencies, attributeRoutes } from './attributes/routes.ts';
import type { People } from './people/people.read-model.ts';
import { type ClientKeysDependencies, listClientKeysRoute } from './provider/list-client-keys.route.ts';
import { type DeleteSessionDependencies, deleteSessionRoute } from './sessions/delete-session.route.ts';
import { type GetUserDependencies, getUserRoute } from './sessions/get-user.route.ts';
import {
  type CheckSubscriptionDependencies,
  checkSubscriptionRoute,
} from './subscriptions/check-subscription.route.ts';

export interface RoutesDependencies
  extends ClientKeysDependencies,
    Omit<GetUserDependencies, 'accountIdentities'>,
    AttributeRoutesDependencies,
    CheckSubscriptionDependencies,
    DeleteSessionDependencies {
  people: People;
  readModels: readonly RunningReadModel[];
}

/** Every endpoint of this app. */
export function routesOf(dependencies: RoutesDependencies): Route[] {
  return [
    listClientKeysRoute(dependencies),
    getUserRoute(dependencies),
    deleteSessionRoute(dependencies),
    ...attributeRoutes(dependencies),
    checkSubscriptionRoute(dependencies),
    readReadModel(dependencies),
    rebuildReadModel(dependencies),
    giveUpRebuild(dependencies),
  ];
}
