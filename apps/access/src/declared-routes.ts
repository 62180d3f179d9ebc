import { inertDependencies, type Route } from '@gatehouse/http';
import { accessRoutes, type RouteDependencies } from './app.ts';

/** Every endpoint of access as it is declared: for the documentation, never to be served. */
export const declaredRoutes: readonly Route[] = accessRoutes(inertDependencies<RouteDependencies>());
