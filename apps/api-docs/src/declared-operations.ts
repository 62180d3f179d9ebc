import { declaredRoutes as accessRoutes } from '@gatehouse/access/routes';
import { declaredRoutes as directoryRoutes } from '@gatehouse/directory/routes';
import { declaredRoutes as gatewayRoutes } from '@gatehouse/gateway/routes';
import type { Route } from '@gatehouse/http';
import { declaredRoutes as invitationsRoutes } from '@gatehouse/invitations/routes';
import { declaredRoutes as notifierRoutes } from '@gatehouse/notifier/routes';

/** The parts that the API is told in. */
export type Tag = 'Public API' | 'Operator' | 'Platform';

/** A page for people: none of its answers is data. */
function isPage({ access, responses }: Route): boolean {
  return access === 'open' && Object.values(responses).every((answer) => typeof answer === 'string');
}

/** The part of the API that a route belongs to. */
export function tagOf({ access }: Route): Tag {
  if (access === 'open') return 'Platform';
  return access === 'operator' ? 'Operator' : 'Public API';
}

/**
 * Every endpoint of the platform that answers data, as the apps declare them; their pages are left out. What several serve,
 * each for names of its own, is one.
 */
export function declaredOperations(): Route[] {
  const routes = [accessRoutes, directoryRoutes, invitationsRoutes, notifierRoutes, gatewayRoutes].flat();
  const operations = new Map<string, Route>();
  for (const route of routes.filter((each) => !isPage(each))) {
    const place = `${route.method} ${route.path}`;
    if (!operations.has(place)) operations.set(place, route);
  }
  return [...operations.values()];
}
