import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LookupFunction } from 'node:net';
import { Fault, notFound } from '@gatehouse/errors';
import { drainAfterAnswer, exchangeOf, type ProblemPage, sendProblem } from '@gatehouse/http';
import { lookUpName } from '@gatehouse/name-lookup';
import type { Logger } from '@gatehouse/runtime';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { faultOfProxying } from './proxy-failure.ts';
import { faultOfRefusal } from './refused-credential.ts';
import { createServiceAgent } from './service-agent.ts';
import { SilentSender, watchSilence } from './silence.ts';

/** Passes a request, whose headers are as the service is to see them, and the service's answer back. */
export type ServiceProxy = (request: IncomingMessage, response: ServerResponse) => void;

export interface ProxyOptions {
  /** Where the service is found. */
  target: URL;
  log: Logger;
  /** What a person's browser is answered where the service cannot be reached, on the paths of pages. */
  problemPage?: ProblemPage;
  /** How long the service, and a client within its body, may be silent, in milliseconds. */
  timeoutMs: number;
  /** Default: by the system's files and name servers. */
  lookup?: LookupFunction;
  /** Asked for each answer before it is passed on, with its headers as the service sent them. */
  beforeAnswer?: (headers: IncomingMessage['headers']) => Promise<unknown>;
}

const BETWEEN_NEIGHBOURS = new Set(['keep-alive', 'proxy-connection', 'upgrade', 'trailer']);

/**
 * A service's own words to the gateway, and what holds between two neighbours only, go no further. Such a header is
 * set to undefined, which http-proxy-middleware leaves out: on the hot path that costs less than taking it out.
 */
function cleanAnswer({ headers }: IncomingMessage, response: ServerResponse): void {
  for (const name in headers) {
    if (name.startsWith('x-gatehouse-') || BETWEEN_NEIGHBOURS.has(name)) headers[name] = undefined;
  }
  headers.connection = response.shouldKeepAlive ? 'keep-alive' : 'close';
}

/** Sends an answer whose sending was left to us. */
function passOn(answer: IncomingMessage, response: ServerResponse): void {
  if (response.destroyed) {
    answer.destroy();
    return;
  }
  cleanAnswer(answer, response);
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(answer.statusCode ?? 502);
  answer.pipe(response);
}

function targetOf({ protocol, hostname, port, pathname }: URL) {
  const host = hostname.replace(/^\[|\]$/g, '');
  return { protocol, hostname: host, port: port || (protocol === 'https:' ? '443' : '80'), pathname };
}

/** http-proxy-middleware without its own logging and error pages, which show URLs; connections are kept alive. */
export function createProxy(options: ProxyOptions): ServiceProxy {
  const { target, log, problemPage, timeoutMs, lookup = lookUpName, beforeAnswer } = options;

  function fail(error: Error, request: IncomingMessage, response: ServerResponse): void {
    if (response.destroyed || response.writableEnded) return;
    const { correlationId, pattern } = exchangeOf(response);
    const tooSlow = error instanceof SilentSender;
    if (tooSlow) response.shouldKeepAlive = false;
    sendProblem(error instanceof Fault ? error : faultOfProxying(error), {
      request,
      response,
      correlationId,
      page: problemPage,
      log: log.child({ route: pattern }),
      ...(tooSlow && { status: 408 }),
    });
  }

  const middleware = createProxyMiddleware<IncomingMessage, ServerResponse>({
    target: targetOf(target),
    agent: createServiceAgent(target.protocol, timeoutMs, lookup),
    headers: { host: target.host },
    ejectPlugins: true,
    selfHandleResponse: beforeAnswer !== undefined,
    plugins: [
      (proxy) => {
        proxy.on('error', (error, request, response) => {
          if (request !== undefined && response !== undefined && 'writeHead' in response) {
            fail(error, request, response as ServerResponse);
          }
        });
        proxy.on('proxyReq', (outgoing, request, response) => {
          watchSilence({ outgoing, request, response }, timeoutMs);
          // What the headers alone are refused for is refused before there is a body.
          if (!request.complete) outgoing.flushHeaders();
        });
        proxy.on('proxyRes', (answer, request, response) => {
          const refusal = faultOfRefusal(answer, target.host);
          if (refusal !== undefined) {
            answer.resume();
            fail(refusal, request, response);
            return;
          }
          drainAfterAnswer(request, response);
          if (beforeAnswer === undefined) cleanAnswer(answer, response);
          else void beforeAnswer(answer.headers).finally(() => passOn(answer, response));
        });
      },
    ],
  });

  return (request, response) => {
    void middleware(request, response, (error) => {
      fail(error instanceof Error ? error : notFound(), request, response);
    });
  };
}
