import type { Socket } from 'node:net';
import {
  CONNECTION_RESET,
  failureWords,
  type GuardedConnections,
  IDLE_MS,
  OutOfTime,
} from '@gatehouse/outgoing';
import { Client, type Dispatcher, errors } from 'undici';
import { ANSWER_BYTES, BODY_MS, type Post, type PostOutcome, type TriedPost } from './post-outcome.ts';

/** Posts by undici, which costs half of what Node's client costs, over connections that are kept alive. */
export interface StrictPosts {
  /** Never rejects. */
  post(post: Post): Promise<TriedPost>;
  close(): void;
}

/** One connection to an origin, opened by its first post and again once it was closed. It has one post at a time. */
interface Line {
  readonly client: Client;
  socket?: Socket;
  /** Answers that came on this socket. */
  answers: number;
}

/** Limits are the posts' own; nothing is sent behind a request that is not answered. */
const CLIENT: Client.Options = {
  ...{ headersTimeout: 0, bodyTimeout: 0, pipelining: 1, allowH2: false },
  ...{ maxHeaderSize: ANSWER_BYTES, keepAliveTimeout: IDLE_MS, keepAliveMaxTimeout: IDLE_MS },
};

export function strictPosts(connect: GuardedConnections['connect']): StrictPosts {
  /** By origin, those that wait for a post; the last used comes first. */
  const idle = new Map<string, Line[]>();
  const lines = new Set<Line>();

  function open(origin: string): Line {
    const client = new Client(origin, {
      ...CLIENT,
      connect(target, done) {
        line.answers = 0;
        line.socket = connect(target, done);
        return line.socket;
      },
    });
    const line: Line = { client, answers: 0 };
    lines.add(line);
    client.on('disconnect', () => forgetIdle(origin, line));
    return line;
  }

  function forgetIdle(origin: string, line: Line): void {
    const known = idle.get(origin);
    if (known === undefined || !known.includes(line)) return;
    known.splice(known.indexOf(line), 1);
    lines.delete(line);
    if (known.length === 0) idle.delete(origin);
  }

  function keepIdle(origin: string, line: Line): void {
    const known = idle.get(origin);
    if (known === undefined) idle.set(origin, [line]);
    else known.push(line);
  }

  return {
    async post(post) {
      const { origin } = post.url;
      const line = idle.get(origin)?.pop() ?? open(origin);
      const exchange = new Exchange(line, post.totalMs);
      const { pathname, search } = post.url;
      const { headers, body } = post;
      line.client.dispatch({ method: 'POST', path: pathname + search, headers, body }, exchange);
      const tried = await exchange.tried;
      if (exchange.keepsConnection) keepIdle(origin, line);
      else {
        lines.delete(line);
        void line.client.destroy();
      }
      return tried;
    },
    close() {
      for (const { client } of lines) void client.destroy();
    },
  };
}

/** One post and its answer. The body is read only so that the connection can be used again; a long or slow one is cut off. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly tried: Promise<TriedPost>;
  /** Whether the answer was read to its end. */
  keepsConnection = false;
  readonly #line: Line;
  readonly #resolve: (tried: TriedPost) => void;
  readonly #endsAt: number;
  #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #bytesBefore = 0;
  #answer: PostOutcome | undefined;
  #isOver = false;

  constructor(line: Line, totalMs: number) {
    this.#line = line;
    const { promise, resolve } = Promise.withResolvers<TriedPost>();
    this.tried = promise;
    this.#resolve = resolve;
    this.#endsAt = performance.now() + totalMs;
    this.#timer = setTimeout(() => this.#cut('timeout'), totalMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#bytesBefore = this.#line.socket?.bytesRead ?? 0;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, unknown>>,
  ): void {
    // No other protocol was requested.
    if (status === 101) this.#cut('answer not http');
    // An interim answer: the final one decides.
    else if (status < 200) this.#cutWhereLong();
    else this.#decide(status, headers['retry-after']);
  }

  #decide(status: number, retryAfter: unknown): void {
    this.#answer = { status, ...(typeof retryAfter === 'string' && { retryAfter }) };
    // Most answers are whole by then, and need no other timer.
    queueMicrotask(() => this.#limitBody());
  }

  #limitBody(): void {
    if (this.#isOver || performance.now() + BODY_MS >= this.#endsAt) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#cut('timeout'), BODY_MS);
  }

  onResponseData(): void {
    this.#cutWhereLong();
  }

  onResponseEnd(): void {
    this.keepsConnection = true;
    this.#end(this.#answer ?? { error: CONNECTION_RESET });
    this.#line.answers++;
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end(this.#answer ?? { error: failureWords(error) }, isUnreadable(error));
  }

  #cutWhereLong(): void {
    if ((this.#line.socket?.bytesRead ?? 0) - this.#bytesBefore > ANSWER_BYTES) this.#cut('answer not http');
  }

  #cut(words: string): void {
    this.#end(this.#answer ?? { error: words });
    this.#controller?.abort(new OutOfTime());
  }

  #end(outcome: PostOutcome, unreadable = false): void {
    clearTimeout(this.#timer);
    this.#isOver = true;
    const isUnreadable = unreadable && 'error' in outcome;
    this.#resolve({ outcome, reused: this.#line.answers > 0, ...(isUnreadable && { isUnreadable }) });
  }
}

/** An answer that is there but breaks the grammar, perhaps in its lengths, or `100 Continue`, which undici refuses unasked. */
function isUnreadable(error: Error): boolean {
  const { HTTPParserError, ResponseContentLengthMismatchError } = errors;
  const breaksGrammar =
    error instanceof HTTPParserError || error instanceof ResponseContentLengthMismatchError;
  return breaksGrammar || error.message === 'bad response';
}
