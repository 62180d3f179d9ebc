import type { Route } from '@gatehouse/http';
import {
  giveUpRebuild,
  type RunningReadModel,
  readReadModel,
  rebuildReadModel,
} from '@gatehouse/read-models';
import type { PagesDependencies } from './interaction-pages/dependencies.ts';
import { interactionRoutes } from './interaction-pages/routes.ts';
import { changeSigningKeysRoute } from './keys/change-signing-keys.route.ts';
import { listSigningKeysRoute } from './keys/list-signing-keys.route.ts';
import type { SigningKeysDependencies } from './keys/shown-keys.ts';
import { type ProviderRoutesDependencies, providerRoutes } from './providers/routes.ts';
import {
  endSessionsRoute,
  listSessionsRoute,
  type ManagedSessionsDependencies,
} from './sessions/managed-sessions.route.ts';
import { endOwnSessionRoute, listOwnSessionsRoute } from './sessions/own-sessions.route.ts';
import { sessionUseRoute } from './sessions/session-use.route.ts';
import {
  listOwnSignInsRoute,
  listSignInsRoute,
  type SignInRoutesDependencies,
} from './sign-ins/list-sign-ins.route.ts';
import { type EndSessionDependencies, endSessionRoutes } from './sign-out/end-session.route.ts';

export interface RoutesDependencies
  extends SigningKeysDependencies,
    EndSessionDependencies,
    ProviderRoutesDependencies,
    Pick<ManagedSessionsDependencies, 'projections' | 'sessions'>,
    SignInRoutesDependencies {
  services: EndSessionDependencies['services'] & ManagedSessionsDependencies['services'];
  readModels: readonly RunningReadModel[];
  /** What the pages on which people sign in are made with. */
  visiting: PagesDependencies;
}

/** Every endpoint of this app that is not OpenID Connect's. */
export function routesOf(dependencies: RoutesDependencies): Route[] {
  return [
    listSigningKeysRoute(dependencies),
    changeSigningKeysRoute(dependencies),
    listOwnSessionsRoute(dependencies),
    endOwnSessionRoute(dependencies),
    listSessionsRoute(dependencies),
    endSessionsRoute(dependencies),
    sessionUseRoute(dependencies),
    listOwnSignInsRoute(dependencies),
    listSignInsRoute(dependencies),
    ...endSessionRoutes(dependencies),
    ...interactionRoutes(dependencies.visiting),
    ...providerRoutes(dependencies),
    readReadModel(dependencies),
    rebuildReadModel(dependencies),
    giveUpRebuild(dependencies),
  ];
}
