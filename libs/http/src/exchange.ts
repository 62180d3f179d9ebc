import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@gatehouse/runtime';
import type { Caller } from './caller.ts';

/** What is known of a request while it is served. */
export interface Exchange {
  correlationId: string;
  caller?: Caller;
  /** The route's pattern: all that a log line may say of the URL. */
  pattern: string;
  startedAt: number;
  readonly log: Logger;
}

const exchanges = new WeakMap<ServerResponse, Exchange>();

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
  exchanges.set(response, exchange);
  return exchange;
}

export function exchangeOf(response: ServerResponse): Exchange {
  const exchange = exchanges.get(response);
  if (exchange === undefined) throw new Error('a response outside of createApp');
  return exchange;
}

/** What a handler may use of a request and its answer. */
export type Request = IncomingMessage & { params: Record<string, string | string[]> };
