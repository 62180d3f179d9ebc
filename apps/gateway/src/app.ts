import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { ASKED_HOST_HEADER, type BackendName, CLIENT_ADDRESS_HEADER } from '@gatehouse/contracts';
import { invalidRequest, methodNotAllowed, uriTooLong } from '@gatehouse/errors';
import {
  acceptsHtml,
  allowBody,
  beginExchange,
  type Caller,
  CORRELATION_HEADER,
  CREDENTIAL_HEADER,
  type Credentials,
  correlationIdFrom,
  createAccessLog,
  type Endpoint,
  type Exchange,
  healthEndpoints,
  type ProblemPage,
  sendProblem,
  URL_LIMIT,
} from '@gatehouse/http';
import type { Site } from '@gatehouse/pages';
import type { Clock, Health, Logger, Metrics } from '@gatehouse/runtime';
import { documentationAssets } from './docs/documentation-page.ts';
import { documentEndpoints } from './docs/documents.ts';
import { assetEndpoints, homePage } from './pages/home-page.ts';
import type { ProxyFor } from './proxy/proxies.ts';
import type { ClientAddress } from './requests/client-address.ts';
import { type IncomingHeaders, readHeaders } from './requests/incoming-headers.ts';
import type { RateLimit } from './requests/rate-limit.ts';
import {
  type AccessRules,
  checkAccess,
  isForPeople,
  isOpen,
  refusalOfUnknownPath,
} from './routing/access-policy.ts';
import { type Route, routeOf, withoutLastSlash } from './routing/route-table.ts';
import type { NoteSessionUse } from './tokens/session-uses.ts';
import type { TokenVerifier } from './tokens/token-verifier.ts';

export interface AppDependencies {
  verifyToken: TokenVerifier;
  /** Where people's access tokens count. */
  verifyPerson: TokenVerifier;
  credentials: Credentials;
  proxyFor: ProxyFor;
  limitRate: RateLimit;
  limitPeople: RateLimit;
  noteSessionUse: NoteSessionUse;
  clientAddress: ClientAddress;
  accessRules: AccessRules;
  /** The OpenAPI document as JSON text, for `/openapi.json` and `/docs`. */
  openApi?: string | undefined;
  /** The audience that tokens must carry. */
  audience: string;
  /** `/manage/health`. */
  platformHealth: Endpoint;
  /** The pages that the gateway answers itself. */
  site: Site;
  /** Whether people use https. */
  secureCookies: boolean;
  problemPage: ProblemPage;
  clock: Clock;
  log: Logger;
  health: Health;
  metrics: Metrics;
}

/** The apps of pages that count attempts by the network address of who makes them. */
const KNOW_THE_CLIENT: ReadonlySet<string> = new Set(['console', 'signin'] satisfies BackendName[]);

/** A token of up to 8 KiB may stand in the query of this one, which says itself when it is too long. */
const LOGOUT_PATH = '/api/oidc_events/backchannel_logout?';

/** The path of the request's target (RFC 9112, section 3.2) as it is written, without the query. */
function takePath(request: IncomingMessage): string {
  const url = request.url ?? '';
  const limit = url.startsWith(LOGOUT_PATH) ? 2 * URL_LIMIT : URL_LIMIT;
  if (url.length > limit) throw uriTooLong(limit);
  const absolute = /^https?:\/\/[^/?#]*/i.exec(url)?.[0];
  const target = absolute === undefined ? url : url.slice(absolute.length);
  const relative = absolute !== undefined && !target.startsWith('/') ? `/${target}` : target;
  if (!relative.startsWith('/')) throw invalidRequest(['The request’s target must be a path']);
  request.url = relative;
  const queryAt = relative.indexOf('?');
  return queryAt === -1 ? relative : relative.slice(0, queryAt);
}

function refusedMethod(response: ServerResponse, allowed: readonly string[]) {
  response.setHeader('allow', allowed.join(', '));
  return methodNotAllowed(allowed);
}

/** A request that can be read in two ways may end in two places, so its connection is closed after the answer. */
function headersOf(request: IncomingMessage, response: ServerResponse): IncomingHeaders {
  try {
    return readHeaders(request);
  } catch (error) {
    response.shouldKeepAlive = false;
    throw error;
  }
}

/**
 * The gateway as a plain listener, without Express (decision record 0018). The order of its checks: what cannot be read
 * (431, 414, 400), what the gateway answers itself, the token (401), the path (404, 403), the rate (429).
 */
export function createApp(dependencies: AppDependencies): RequestListener {
  const { verifyToken, verifyPerson, credentials, proxyFor, limitRate, limitPeople } = dependencies;
  const { clientAddress, accessRules, clock, noteSessionUse } = dependencies;
  const { log, health, metrics } = dependencies;
  const { site, problemPage: page, openApi, audience, platformHealth } = dependencies;
  const logAccess = createAccessLog(log, metrics);
  const own = new Map<string, Endpoint>([
    ...healthEndpoints(health, metrics),
    ...(openApi === undefined ? [] : documentEndpoints(openApi, site, audience)),
    ...assetEndpoints([...site.assets.files, ...documentationAssets.files]),
  ]);
  const home = homePage(site, {
    secure: dependencies.secureCookies,
    documentation: openApi !== undefined,
    mailbox: accessRules.mailbox === 'open',
  });

  function identify(route: Route | undefined, headers: IncomingHeaders): Caller {
    if (isOpen(route?.access, accessRules)) return { kind: 'public' };
    const verify = isForPeople(route?.access) ? verifyPerson : verifyToken;
    return verify(headers.authorizations);
  }

  function answerItself(
    given: string,
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
  ): boolean {
    const path = withoutLastSlash(given);
    const endpoint = path === '/' && acceptsHtml(request) ? home : own.get(path);
    if (endpoint === undefined) return false;
    exchange.pattern = path;
    serve(endpoint, request, response, exchange);
    return true;
  }

  function serve(
    endpoint: Endpoint,
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
  ): void {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw refusedMethod(response, ['GET', 'HEAD']);
    }
    response.setHeader(CORRELATION_HEADER, exchange.correlationId);
    endpoint(response, request).catch((error: unknown) => fail(error, request, response, exchange));
  }

  function forward(
    path: string,
    headers: IncomingHeaders,
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
  ): void {
    const route = routeOf(path);
    if (route !== undefined) exchange.pattern = route.pattern;
    const caller = identify(route, headers);
    exchange.caller = caller;
    if (route === undefined) throw refusalOfUnknownPath(path, caller);
    checkAccess(route.access, caller, accessRules);
    if (caller.kind === 'client') limitRate(caller.serviceId, clock.now());
    if (caller.kind === 'person') {
      limitPeople(caller.userId, clock.now());
      noteSessionUse(caller, clock.now());
    }
    const { forwarding, byMethod } = route;
    const method = request.method ?? 'GET';
    if (byMethod !== undefined && !Object.hasOwn(byMethod, method)) {
      throw refusedMethod(response, Object.keys(byMethod));
    }
    const destination = byMethod?.[method] ?? route.destination;
    if (destination === 'gateway') {
      serve(platformHealth, request, response, exchange);
      return;
    }
    const { forwarded } = headers;
    forwarded[CREDENTIAL_HEADER] = credentials.issue(caller);
    forwarded[CORRELATION_HEADER] = exchange.correlationId;
    const address = clientAddress(request, headers);
    if (KNOW_THE_CLIENT.has(destination)) {
      forwarded[CLIENT_ADDRESS_HEADER] = address;
      forwarded[ASKED_HOST_HEADER] = request.headers.host ?? '';
    }
    // OpenID Connect has credentials of its own, which the app itself checks.
    if (route.access === 'open' && destination === 'signin' && headers.authorizations.length > 0) {
      forwarded.authorization = headers.authorizations.join(', ');
    }
    allowBody(request, response);
    request.headers = forwarded;
    exchange.isForwarded = true;
    proxyFor({ destination, forwarding }, method)(request, response);
  }

  function fail(
    error: unknown,
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
  ): void {
    const { correlationId, pattern } = exchange;
    sendProblem(error, { request, response, correlationId, page, log: log.child({ route: pattern }) });
  }

  return (request, response) => {
    const exchange = beginExchange(response, correlationIdFrom(request.headers[CORRELATION_HEADER]), log);
    logAccess(request, response, exchange);
    try {
      const headers = headersOf(request, response);
      const path = takePath(request);
      if (!answerItself(path, request, response, exchange))
        forward(path, headers, request, response, exchange);
    } catch (error) {
      fail(error, request, response, exchange);
    }
  };
}
