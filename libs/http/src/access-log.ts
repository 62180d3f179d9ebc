import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger, Metrics } from '@gatehouse/runtime';
import type { Caller } from './caller.ts';
import type { Exchange } from './exchange.ts';

/** Ids alone. */
function callerInLog(caller: Caller | undefined): Record<string, unknown> {
  if (caller?.kind === 'client') return { serviceId: caller.serviceId };
  return { caller: caller?.kind, ...(caller?.kind === 'person' && { userId: caller.userId }) };
}

/** Logs one line and records one observation for each request, once it is answered. */
export function createAccessLog(log: Logger, metrics: Metrics) {
  const seconds = metrics.histogram('http_request_seconds', 'Requests served, by route and status', [
    'method',
    'route',
    'status',
  ] as const);
  return (request: IncomingMessage, response: ServerResponse, exchange: Exchange): void => {
    response.once('close', () => {
      const durationMs = performance.now() - exchange.startedAt;
      /** 499: the client did not wait for the answer. */
      const status = response.writableFinished ? response.statusCode : 499;
      const { caller, correlationId, pattern } = exchange;
      const method = request.method ?? '';
      seconds.observe({ method, route: pattern, status: String(status) }, durationMs / 1_000);
      const level = exchange.isForwarded === true ? 'debug' : 'info';
      if (!log.isLevelEnabled(level)) return;
      log[level](
        {
          method,
          route: pattern,
          status,
          durationMs: Math.round(durationMs * 10) / 10,
          correlationId,
          ...callerInLog(caller),
        },
        'served',
      );
    });
  };
}
