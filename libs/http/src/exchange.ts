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
  /** Another process serves it, and logs that. */
  isForwarded?: boolean;
  readonly log: Logger;
}

/** On the response itself: a WeakMap costs more than all else that begins a request. */
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
  if (exchange === undefined) throw new Error('a response whose exchange was never begun');
  return exchange;
}

/** What a handler may use of a request and its answer. */
export type Request = IncomingMessage & { params: Record<string, string | string[]> };
