import { inertDependencies, type Route } from '@gatehouse/http';
import { type RoutesDependencies, routesOf } from './routes.ts';

/** Every endpoint of accounts as it is declared: for the documentation, never to be served. */
export const declaredRoutes: readonly Route[] = routesOf(inertDependencies<RoutesDependencies>());
