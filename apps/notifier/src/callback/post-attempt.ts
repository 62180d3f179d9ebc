import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { failureWords, OutOfTime } from './failure-words.ts';

/** How a request ended: by its answer's status and `Retry-After`, or by an error in fixed words. */
export type PostOutcome = { status: number; retryAfter?: string } | { error: string };

export interface PostLimits {
  /** For everything: connecting, sending, the answer. */
  totalMs: number;
  /** Of an answer's body no more is read than this, nor for longer once its status is known. */
  bodyBytes: number;
  bodyMs: number;
}

/**
 * Follows one request. The status decides; the body is read only so that the connection can be used again, and a long
 * or slow one is cut off.
 */
export class PostAttempt implements Dispatcher.DispatchHandler {
  readonly outcome: Promise<PostOutcome>;
  readonly #limits: PostLimits;
  readonly #settle: (outcome: PostOutcome) => void;
  #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #answer: { status: number; retryAfter?: string } | undefined;
  #expired = false;
  #bytes = 0;

  constructor(limits: PostLimits) {
    const { promise, resolve } = Promise.withResolvers<PostOutcome>();
    this.outcome = promise;
    this.#settle = resolve;
    this.#limits = limits;
    this.#timer = setTimeout(() => this.#expire(), limits.totalMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#expired) controller.abort(new OutOfTime());
  }

  /** Nobody asked for another protocol. */
  onRequestUpgrade(
    ...[, , , socket]: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestUpgrade']>>
  ) {
    socket.destroy();
    this.#end({ error: 'answer not http' });
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    const retryAfter = headers['retry-after'];
    this.#answer = { status, ...(typeof retryAfter === 'string' && { retryAfter }) };
    const { totalMs, bodyMs } = this.#limits;
    if (status === 204 || headers['content-length'] === '0' || bodyMs >= totalMs) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#expire(), bodyMs);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.bodyBytes) controller.abort(new OutOfTime());
  }

  onResponseEnd(): void {
    this.#end(this.#answer ?? { error: 'answer not http' });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  /** It ended without more of an answer than what has come. */
  fail(error: unknown): void {
    this.#end(this.#answer ?? { error: failureWords(error) });
  }

  #expire(): void {
    this.#expired = true;
    this.#end(this.#answer ?? { error: 'timeout' });
    this.#controller?.abort(new OutOfTime());
  }

  #end(outcome: PostOutcome): void {
    clearTimeout(this.#timer);
    this.#settle(outcome);
  }
}
