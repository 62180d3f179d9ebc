import type { Route } from '@gatehouse/http';
import { type AskDependencies, askForAccessRoute } from './ask-for-access.route.ts';
import { type DecideDependencies, decideRequestRoute } from './decide-request.route.ts';
import { readOwnRequestsRoute } from './read-own-requests.route.ts';
import {
  operatorReadRequestsRoute,
  readOrganisationRequestsRoute,
  readSupportRequestsRoute,
} from './read-requests.route.ts';
import { withdrawRequestRoute } from './withdraw-request.route.ts';

export type RequestRouteDependencies = AskDependencies & DecideDependencies;

/** The endpoints of requests for access. */
export function requestRoutes(dependencies: RequestRouteDependencies): readonly Route[] {
  return [
    askForAccessRoute(dependencies),
    readOwnRequestsRoute(dependencies),
    withdrawRequestRoute(dependencies),
    readOrganisationRequestsRoute(dependencies),
    readSupportRequestsRoute(dependencies),
    operatorReadRequestsRoute(dependencies),
    decideRequestRoute(dependencies),
  ];
}
