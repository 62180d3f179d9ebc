import type { Route } from '@gatehouse/http';
import {
  giveUpRebuild,
  type RunningReadModel,
  readReadModel,
  rebuildReadModel,
} from '@gatehouse/read-models';
import { type ClientKeysDependencies, listClientKeysRoute } from './provider/list-client-keys.route.ts';

export interface RoutesDependencies extends ClientKeysDependencies {
  readModels: readonly RunningReadModel[];
}

/** Every endpoint of this app. */
export function routesOf(dependencies: RoutesDependencies): Route[] {
  return [
    listClientKeysRoute(dependencies),
    readReadModel(dependencies),
    rebuildReadModel(dependencies),
    giveUpRebuild(dependencies),
  ];
}
