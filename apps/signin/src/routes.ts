import type { Route } from '@gatehouse/http';
import {
  giveUpRebuild,
  type RunningReadModel,
  readReadModel,
  rebuildReadModel,
} from '@gatehouse/read-models';

export interface RoutesDependencies {
  readModels: readonly RunningReadModel[];
}

/** Every endpoint of this app that is not OpenID Connect's. */
export function routesOf(dependencies: RoutesDependencies): Route[] {
  return [readReadModel(dependencies), rebuildReadModel(dependencies), giveUpRebuild(dependencies)];
}
