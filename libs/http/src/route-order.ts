import type { Route } from './route.ts';

function compareSegments(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const [aIsParameter, bIsParameter] = [a.startsWith(':'), b.startsWith(':')];
  return aIsParameter === bIsParameter ? a.localeCompare(b) : Number(aIsParameter) - Number(bIsParameter);
}

function comparePaths(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = compareSegments(left[index], right[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Routes by path, words before parameters: `/users/approvers` comes before `/users/:id`, whatever the given order. */
export function routesByPath(routes: readonly Route[]): [path: string, routes: Route[]][] {
  const paths = Map.groupBy(routes, ({ path }) => path);
  return [...paths].sort(([a], [b]) => comparePaths(a, b));
}

/** The methods of a path for `Allow`, with HEAD where there is GET. */
export function allowedMethods(routes: readonly Route[]): string[] {
  const methods = routes.map(({ method }) => method.toUpperCase());
  return methods.includes('GET') ? ['GET', 'HEAD', ...methods.filter((method) => method !== 'GET')] : methods;
}
