import { type Credentials, createApp as createHttpApp, type ProblemPage, type Route } from '@gatehouse/http';
import type { Health, Logger, Metrics } from '@gatehouse/runtime';
import type { Express, RequestHandler } from 'express';

/** What is loaded when it is first asked for. */
export interface Endpoints {
  /** OpenID Connect's own endpoints. */
  oidc: RequestHandler;
  /** All others. */
  routes: readonly Route[];
  problemPage: ProblemPage;
}

export interface AppDependencies {
  endpoints: () => Promise<Endpoints>;
  credentials: Credentials;
  health: Health;
  metrics: Metrics;
  log: Logger;
}

/** A load that fails is tried again by the next request. */
function loadedOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}

/** The HTTP side; it never listens. Endpoints are loaded by the first request for one: most processes never serve any. */
export function createApp({ endpoints, ...rest }: AppDependencies): Express {
  let problemPage: ProblemPage | undefined;
  const load = loadedOnce(async () => {
    const loaded = await endpoints();
    problemPage = loaded.problemPage;
    return loaded;
  });
  const handler: RequestHandler = async (request, response, next) =>
    (await load()).oidc(request, response, next);
  return createHttpApp({
    ...rest,
    mounts: ['/oidc', '/.well-known'].map((path) => ({ path, handler })),
    problemPage: (problem) => problemPage?.(problem),
    routes: async () => (await load()).routes,
  });
}
