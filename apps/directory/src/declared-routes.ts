import { inertDependencies, type Route } from '@gatehouse/http';
import { directoryRoutes, type RouteDependencies } from './app.ts';

/** Every endpoint of directory as it is declared: for the documentation, never to be served. */
export const declaredRoutes: readonly Route[] = directoryRoutes(inertDependencies<RouteDependencies>());
