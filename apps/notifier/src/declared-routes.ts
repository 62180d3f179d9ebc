import { inertDependencies, type Route } from '@gatehouse/http';
import { notifierRoutes, type RouteDependencies } from './app.ts';

/** Every endpoint of notifier as it is declared, the mailbox's too: for the documentation, never to be served. */
export const declaredRoutes: readonly Route[] = notifierRoutes(inertDependencies<RouteDependencies>());
