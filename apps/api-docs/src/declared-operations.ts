import type { Route } from '@gatehouse/http';
import { manifests } from '@gatehouse/standalone/apps';

const routes = (await Promise.all(manifests.map(({ declaredRoutes }) => declaredRoutes()))).flat();

/** The sections of the API's description. */
export type Tag = 'Public API' | 'People' | 'Operator' | 'Platform';

/** A page for people: none of its answers is data. */
function isPage({ access, responses }: Route): boolean {
  return access === 'open' && Object.values(responses).every((answer) => typeof answer === 'string');
}

/** What the gateway alone asks of an app. */
const isInternal = ({ path }: Route): boolean => path.startsWith('/internal/');

/** The section of the description that a route belongs to. */
export function tagOf({ access }: Route): Tag {
  if (access === 'open') return 'Platform';
  if (access === 'person' || access === 'supporter') return 'People';
  return access === 'operator' ? 'Operator' : 'Public API';
}

/**
 * Every endpoint of the platform that answers data, as the apps declare them; their pages are left out, and what is between the gateway and an app. A route that several
 * apps declare, each for its own names, appears once.
 */
export function declaredOperations(): Route[] {
  const operations = new Map<string, Route>();
  for (const route of routes.filter((each) => !isPage(each) && !isInternal(each))) {
    const key = `${route.method} ${route.path}`;
    if (!operations.has(key)) operations.set(key, route);
  }
  return [...operations.values()];
}
