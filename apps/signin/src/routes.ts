import type { Route } from '@gatehouse/http';

/** Every endpoint of this app that is not OpenID Connect's. */
export function routesOf(): Route[] {
  return [];
}
