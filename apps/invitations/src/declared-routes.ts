import { inertDependencies, type Route } from '@gatehouse/http';
import { type AppDependencies, routesOf } from './app.ts';

/** Every endpoint of invitations as it is declared: for the documentation, never to be served. */
export const declaredRoutes: readonly Route[] = routesOf(inertDependencies<AppDependencies>());
