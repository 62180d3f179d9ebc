import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
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
  type Exchange,
  type HealthEndpoint,
  healthEndpoints,
  type ProblemPage,
  sendProblem,
  URL_LIMIT,
} from '@gatehouse/http';
import type { Site } from '@gatehouse/pages';
import type { Clock, Health, Logger, Metrics } from '@gatehouse/runtime';
import { type Documents, documentEndpoints } from './docs/documents.ts';
import { homePage, siteEndpoints } from './pages/home-page.ts';
import type { ServiceProxy } from './proxy/proxy.ts';
import { type IncomingHeaders, readHeaders } from './requests/incoming-headers.ts';
import type { RateLimit } from './requests/rate-limit.ts';
import { checkPassage, isOpen, type MailboxRule, refusalOfNowhere } from './routing/access-policy.ts';
import { type Way, wayOf, withoutLastSlash } from './routing/route-table.ts';
import type { TokenVerifier } from './tokens/token-verifier.ts';

export interface GatewayAppOptions {
  verifyToken: TokenVerifier;
  credentials: Credentials;
  /** The proxy for a way. */
  proxyFor: (way: Way, method: string) => ServiceProxy;
  limitRate: RateLimit;
  mailbox: MailboxRule;
  /** What `/docs` and `/openapi.json` answer. */
  documents?: Documents | undefined;
  /** The pages that the gateway answers itself. */
  site: Site;
  /** Whether people come by https. */
  secureCookies: boolean;
  problemPage: ProblemPage;
  clock: Clock;
  log: Logger;
  health: Health;
  metrics: Metrics;
}

/** The path of the request's target (RFC 9112, section 3.2): as it is written, without the query. */
function takePath(request: IncomingMessage): string {
  const url = request.url ?? '';
  if (url.length > URL_LIMIT) throw uriTooLong(URL_LIMIT);
  const absolute = /^https?:\/\/[^/?#]*/i.exec(url)?.[0];
  const target = absolute === undefined ? url : url.slice(absolute.length);
  const relative = absolute !== undefined && !target.startsWith('/') ? `/${target}` : target;
  if (!relative.startsWith('/')) throw invalidRequest(['The request’s target must be a path']);
  request.url = relative;
  const queryAt = relative.indexOf('?');
  return queryAt === -1 ? relative : relative.slice(0, queryAt);
}

/** Where it is not sure what a request is, it is not either where the next one begins: its connection ends with it. */
function headersOf(request: IncomingMessage, response: ServerResponse): IncomingHeaders {
  try {
    return readHeaders(request);
  } catch (error) {
    response.shouldKeepAlive = false;
    throw error;
  }
}

/**
 * The gateway as a plain listener: it is on every request's way, so nothing stands between. In order: what can be
 * read at all (431, 414, 400), what the gateway answers itself, the token (401), the path (404, 403), the rate (429).
 */
export function createGatewayApp(options: GatewayAppOptions): RequestListener {
  const { verifyToken, credentials, proxyFor, limitRate, mailbox, clock, log, health, metrics } = options;
  const { site, problemPage: page } = options;
  const logAccess = createAccessLog(log, metrics);
  const documents = options.documents === undefined ? [] : documentEndpoints(options.documents);
  const own = new Map<string, HealthEndpoint>([
    ...healthEndpoints(health, metrics),
    ...documents,
    ...siteEndpoints(site),
  ]);
  const home = homePage(site, {
    secure: options.secureCookies,
    documentation: options.documents !== undefined,
    mailbox: mailbox === 'open',
  });

  function identify(way: Way | undefined, headers: IncomingHeaders): Caller {
    return isOpen(way?.passage, mailbox) ? { kind: 'public' } : verifyToken(headers.authorizations);
  }

  function answerItself(
    given: string,
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
  ): boolean {
    const path = withoutLastSlash(given);
    const endpoint = path === '/' && acceptsHtml(request) ? home(request) : own.get(path);
    if (endpoint === undefined) return false;
    exchange.pattern = path;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      throw methodNotAllowed(['GET', 'HEAD']);
    }
    response.setHeader(CORRELATION_HEADER, exchange.correlationId);
    endpoint(response, request).catch((error: unknown) => fail(error, request, response, exchange));
    return true;
  }

  function pass(
    path: string,
    headers: IncomingHeaders,
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
  ): void {
    const way = wayOf(path);
    if (way !== undefined) exchange.pattern = way.pattern;
    const caller = identify(way, headers);
    exchange.caller = caller;
    if (way === undefined) throw refusalOfNowhere(path, caller);
    checkPassage(way.passage, caller, mailbox);
    if (caller.kind === 'client') limitRate(caller.serviceId, clock.now());
    const { forwarded } = headers;
    forwarded[CREDENTIAL_HEADER] = credentials.issue(caller);
    forwarded[CORRELATION_HEADER] = exchange.correlationId;
    allowBody(request, response);
    request.headers = forwarded;
    exchange.passedOn = true;
    proxyFor(way, request.method ?? 'GET')(request, response);
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
      if (!answerItself(path, request, response, exchange)) pass(path, headers, request, response, exchange);
    } catch (error) {
      fail(error, request, response, exchange);
    }
  };
}
