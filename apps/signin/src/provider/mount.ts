import type { ServerResponse } from 'node:http';
import { methodNotAllowed } from '@gatehouse/errors';
import { exchangeOf } from '@gatehouse/http';
import type { Request, RequestHandler, Response } from 'express';
import type { Provider } from 'oidc-provider';
import { type Endpoint, endpointOf } from './endpoints.ts';
import { authorizeByGet } from './post-as-get.ts';

export interface MountParts {
  issuer: string;
  /** The provider for the keys as they are. */
  provider: () => Promise<Provider>;
  /** For what the library could not do: its answer is replaced. */
  failureOf: (request: Request) => unknown;
}

/** The library believes the issuer, whatever host or scheme a request names. */
function setOrigin(request: Request, issuer: URL): void {
  request.headers.host = issuer.host;
  request.headers['x-forwarded-host'] = issuer.host;
  request.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
}

/** Express has cut the path where this is mounted. */
function setPath(request: Request): void {
  request.url = request.originalUrl;
  request.baseUrl = '';
}

function setHeaders(response: ServerResponse, { kind }: Endpoint): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  if (kind !== 'public') response.setHeader('cache-control', 'no-store');
}

/** Programs get OAuth's JSON; who visits a page gets a page. */
function refuseMethod(response: Response, { kind, methods }: Endpoint): void {
  response.setHeader('allow', methods.join(', '));
  if (kind !== 'client') throw methodNotAllowed(methods);
  const error_description = `only ${methods.join(' and ')} can be used here`;
  response.status(405).json({ error: 'invalid_request', error_description });
}

/** Serves OpenID Connect's endpoints by the library; everything else goes on to the routes. */
export function oidcHandler({ issuer, provider, failureOf }: MountParts): RequestHandler {
  const origin = new URL(issuer);
  return async (request, response, next) => {
    const [path = ''] = request.originalUrl.split('?');
    const endpoint = endpointOf(path);
    if (endpoint === undefined) return next();
    const { pattern, methods, kind } = endpoint;
    exchangeOf(response).pattern = pattern;
    if (kind !== 'elsewhere') setHeaders(response, endpoint);
    if (!methods.includes(request.method)) return refuseMethod(response, endpoint);
    if (kind === 'elsewhere') return next();
    if (pattern === '/oidc/authorize' && request.method === 'POST') {
      return authorizeByGet(request, response, issuer);
    }
    // Programs get OAuth's JSON, whatever they say that they accept.
    if (kind === 'client') request.headers.accept = 'application/json';
    setOrigin(request, origin);
    const serve = (await provider()).callback();
    const { url, baseUrl } = request;
    setPath(request);
    await serve(request, response);
    const failure = failureOf(request);
    if (failure === undefined) return;
    // Express puts the path together again: by it the page of a failure is found.
    Object.assign(request, { url, baseUrl });
    throw failure;
  };
}
