import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@gatehouse/runtime';
import type { Caller } from './caller.ts';

/** A request while it is served. */
export interface Exchange {
  correlationId: string;
  caller?: Caller;
  /** The route's pattern: the only part of a URL that logs may show. */
  pattern: string;
  startedAt: number;
  /** Another process serves it, and logs that. */
  isForwarded?: boolean;
  readonly log: Logger;
}

/** Kept on the response: a WeakMap costs more than everything else at the start of a request. */
const EXCHANGE = Symbol('exchange');
type Begun = ServerResponse & { [EXCHANGE]?: Exchange };

export function beginExchange(response: ServerResponse, correlationId: string, log: Logger): Exchange {
  let child: Logger | undefined;
  const exchange: Exchange = {
    correlationId,
    pattern: 'none',
    startedAt: performance.now(),
    get log() {
      child ??= log.child({ correlationId });
      return child;
    },
  };
  (response as Begun)[EXCHANGE] = exchange;
  return exchange;
}

export function exchangeOf(response: ServerResponse): Exchange {
  const exchange = (response as Begun)[EXCHANGE];
  if (exchange === undefined) throw new Error('beginExchange was not called for this response');
  return exchange;
}

/** A request, with the parameters of its path. */
export type Request = IncomingMessage & { params: Record<string, string | string[]> };
