import { methodNotAllowed, notFound, unauthenticated } from '@gatehouse/errors';
import type { Health, Logger, Metrics } from '@gatehouse/runtime';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, Router } from 'express';
import { createAccessLog } from './access-log.ts';
import { CORRELATION_HEADER, correlationIdFrom } from './correlation.ts';
import { CREDENTIAL_HEADER, CREDENTIAL_REFUSED_HEADER, type Credentials } from './credentials.ts';
import { beginExchange, exchangeOf, type Request } from './exchange.ts';
import { healthEndpoints } from './health-endpoints.ts';
import { ownHealthRoute } from './own-health.route.ts';
import type { ProblemPage } from './problem-page.ts';
import type { Route } from './route.ts';
import { allowedMethods, routesByPath } from './route-order.ts';
import { sendProblem } from './send-problem.ts';
import { serveRoute } from './serve-route.ts';

export interface AppOptions {
  /** As a function: loaded by the first request that is for one of them. */
  routes: readonly Route[] | (() => Promise<readonly Route[]>);
  credentials: Credentials;
  log: Logger;
  health: Health;
  metrics: Metrics;
  /** The platform's address, for problems with a type of their own. */
  publicUrl?: string;
  /** Replaces a problem on the paths of pages, for a person's browser. */
  problemPage?: ProblemPage;
  /** Further handlers, such as for the files of pages. They need the credential as routes do. */
  mounts?: readonly { path: string; handler: RequestHandler }[];
}

function beginRequest({ log, metrics }: AppOptions): RequestHandler {
  const logAccess = createAccessLog(log, metrics);
  return (request, response, next) => {
    const correlationId = correlationIdFrom(request.headers[CORRELATION_HEADER]);
    const exchange = beginExchange(response, correlationId, log);
    response.setHeader(CORRELATION_HEADER, correlationId);
    logAccess(request, response, exchange);
    next();
  };
}

function healthOf({ health, metrics }: AppOptions): RequestHandler {
  const endpoints = healthEndpoints(health, metrics);
  return async (request, response, next) => {
    const serve = endpoints.get(request.path);
    if (serve === undefined) return next();
    exchangeOf(response).pattern = request.path;
    if (request.method !== 'GET' && request.method !== 'HEAD') throw refusedMethod(response, ['GET', 'HEAD']);
    return serve(response, request);
  };
}

function refusedMethod(response: express.Response, allowed: readonly string[]) {
  response.setHeader('allow', allowed.join(', '));
  return methodNotAllowed(allowed);
}

/** Services trust only the gateway. */
function identify({ credentials }: AppOptions): RequestHandler {
  return (request, response, next) => {
    const given = request.headers[CREDENTIAL_HEADER];
    const caller = credentials.verify(typeof given === 'string' ? given : undefined);
    if (caller === undefined) {
      response.setHeader(CREDENTIAL_REFUSED_HEADER, 'yes');
      throw unauthenticated('Requests come through the gateway');
    }
    exchangeOf(response).caller = caller;
    next();
  };
}

function routerOf(routes: readonly Route[]): Router {
  const router = Router({ caseSensitive: true });
  for (const [path, onPath] of routesByPath(routes)) {
    const onRoute = router.route(path);
    onRoute.all((_request, response, next) => {
      exchangeOf(response).pattern = path;
      next();
    });
    for (const route of onPath) {
      onRoute[route.method]((request, response) => serveRoute(route, request as Request, response));
    }
    onRoute.all((_request, response) => {
      throw refusedMethod(response, allowedMethods(onPath));
    });
  }
  return router;
}

/** A load that fails is tried again by the next request. */
function loadedAtFirstUse(load: () => Promise<readonly Route[]>): RequestHandler {
  let router: Promise<Router> | undefined;
  return async (request, response, next) => {
    router ??= load().then(routerOf);
    try {
      await router;
    } catch (error) {
      router = undefined;
      throw error;
    }
    (await router)(request, response, next);
  };
}

function problems({ log, publicUrl, problemPage: page }: AppOptions): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const { correlationId, pattern } = exchangeOf(response);
    const context = { request, response, correlationId, publicUrl, page };
    sendProblem(error, { ...context, log: log.child({ route: pattern }) });
  };
}

/**
 * A service's HTTP side: correlation, health, the gateway's credential (401), the routes with their order of refusals, and
 * every failure as a problem (RFC 9457). It never listens.
 */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.use(beginRequest(options), healthOf(options), identify(options));
  for (const { path, handler } of options.mounts ?? []) {
    app.use(path, (_request, response, next) => {
      exchangeOf(response).pattern = `${path}/*`;
      next();
    });
    app.use(path, handler);
  }
  app.use(routerOf([ownHealthRoute(options.health)]));
  const { routes } = options;
  app.use(typeof routes === 'function' ? loadedAtFirstUse(routes) : routerOf(routes));
  app.use(() => {
    throw notFound();
  });
  app.use(problems(options));
  return app;
}
