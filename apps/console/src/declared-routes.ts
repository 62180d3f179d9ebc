import { inertDependencies, type Route } from '@gatehouse/http';
import { type PagesDependencies, routesOf } from './routes.ts';

/** Every page as it is declared: for the documentation, never to be served. */
export const declaredRoutes: readonly Route[] = routesOf(inertDependencies<PagesDependencies>());
