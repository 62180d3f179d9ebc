import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { LookupFunction } from 'node:net';
import { isInternalHeader } from '@gatehouse/contracts';
import { Fault, notFound } from '@gatehouse/errors';
import { drainAfterAnswer, exchangeOf, type ProblemPage, sendProblem } from '@gatehouse/http';
import { lookUpName } from '@gatehouse/name-lookup';
import type { Logger } from '@gatehouse/runtime';
import { createProxyMiddleware } from 'http-proxy-middleware';
import { Draining, faultOfForwarding } from './proxy-failure.ts';
import { faultOfRefusal } from './refused-credential.ts';
import { createServiceAgent } from './service-agent.ts';
import { SilentSender, watchSilence } from './silence.ts';

/** Forwards a request, whose headers are as the service is to see them, and the service's answer back. */
export type ServiceProxy = (request: IncomingMessage, response: ServerResponse) => void;

export interface ProxyOptions {
  /** The address of the service. */
  target: URL;
  log: Logger;
  /** The page for a person's browser where the service cannot be reached. */
  problemPage?: ProblemPage;
  /** How long the service, or a client that sends its body, may be silent, in milliseconds. */
  timeoutMs: number;
  /** Default: the system's files and name servers. */
  lookup?: LookupFunction;
  /** Aborted as this process drains: who waits for an answer then is told to ask again. For requests that change nothing. */
  draining?: AbortSignal;
  /** Awaited before an answer is forwarded; takes its headers as the service sent them. */
  beforeAnswer?: (headers: IncomingMessage['headers']) => Promise<unknown>;
}

const HOP_BY_HOP = new Set(['keep-alive', 'proxy-connection', 'upgrade', 'trailer']);

/**
 * Internal and hop-by-hop headers stay here. They are set to undefined, which http-proxy-middleware leaves out: on the hot
 * path that costs less than deleting them.
 */
function cleanAnswer({ headers }: IncomingMessage, response: ServerResponse): void {
  for (const name in headers) {
    if (isInternalHeader(name) || HOP_BY_HOP.has(name)) headers[name] = undefined;
  }
  headers.connection = response.shouldKeepAlive ? 'keep-alive' : 'close';
}

/** Gives up a request whose answer has not begun once `draining` is. */
function giveUpOn(draining: AbortSignal, outgoing: ClientRequest): void {
  const giveUp = () => void outgoing.destroy(new Draining());
  const forget = () => draining.removeEventListener('abort', giveUp);
  if (draining.aborted) giveUp();
  draining.addEventListener('abort', giveUp);
  outgoing.once('response', forget);
  outgoing.once('close', forget);
}

/** Forwards an answer that http-proxy-middleware leaves to us. */
function sendAnswer(answer: IncomingMessage, response: ServerResponse): void {
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

/** http-proxy-middleware without its logs and error pages, which show URLs. Connections are kept alive. */
export function createProxy(options: ProxyOptions): ServiceProxy {
  const { target, log, problemPage, timeoutMs, lookup = lookUpName, draining, beforeAnswer } = options;

  function fail(error: Error, request: IncomingMessage, response: ServerResponse): void {
    if (response.destroyed || response.writableEnded) return;
    const { correlationId, pattern } = exchangeOf(response);
    const tooSlow = error instanceof SilentSender;
    if (tooSlow) response.shouldKeepAlive = false;
    sendProblem(error instanceof Fault ? error : faultOfForwarding(error), {
      request,
      response,
      correlationId,
      page: problemPage,
      // To drain is no fault.
      log: log.child({ route: pattern }, error instanceof Draining ? { level: 'silent' } : {}),
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
          if (draining !== undefined) giveUpOn(draining, outgoing);
          watchSilence({ outgoing, request, response }, timeoutMs);
          // A service that refuses the headers does so before the body is sent.
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
          else void beforeAnswer(answer.headers).finally(() => sendAnswer(answer, response));
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
