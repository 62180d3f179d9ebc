import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  text: string;
}

export interface Reply {
  status: number;
  body?: unknown;
  /** In place of a body: what is no JSON. */
  text?: string;
  headers?: Readonly<Record<string, string>>;
  /** Answers before the body is read, and hangs up. */
  early?: boolean;
}

/** A real HTTP server in the platform's place: says what it was sent, answers what it is told. */
export interface PlatformStandIn {
  readonly url: string;
  readonly received: Received[];
  /**
   * What `METHOD path` is answered from now on, or that it never is; anything else is 404. Several replies are given one after
   * the other, and the last from then on.
   */
  answer(call: string, ...replies: (Reply | 'never')[]): void;
  /** Resolves once as many requests have come, those of before included. */
  waitFor(count: number): Promise<void>;
  /** What anything else is answered from now on. */
  answerAll(reply: Reply): void;
  close(): Promise<void>;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = await Array.fromAsync(request);
  return Buffer.concat(chunks).toString('utf8');
}

/** The next of some replies; the last one stays. */
function nextOf(replies: (Reply | 'never')[] = []): Reply | 'never' | undefined {
  return replies.length > 1 ? replies.shift() : replies[0];
}

const NOT_FOUND: Reply = { status: 404, body: { title: 'Not Found', detail: 'There is no such thing' } };

/** Starts one on a free port. */
export async function startPlatformStandIn(): Promise<PlatformStandIn> {
  const received: Received[] = [];
  let waiting: { count: number; resolve: () => void }[] = [];
  const replies = new Map<string, (Reply | 'never')[]>();
  let otherwise = NOT_FOUND;
  const server = createServer((request, response) => {
    // Who hangs up in the middle of a body is not answered.
    reply(request, response).catch(() => response.destroy());
  });
  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const method = request.method ?? '';
    const scripted = nextOf(replies.get(`${method} ${pathname}`)) ?? otherwise;
    const early = scripted !== 'never' && scripted.early;
    const text = early ? '' : await textOf(request);
    received.push({
      method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: request.headers,
      text,
    });
    for (const { count, resolve } of waiting) if (received.length >= count) resolve();
    waiting = waiting.filter(({ count }) => received.length < count);
    if (scripted === 'never') return;
    const { status, body, text: words, headers } = scripted;
    response.writeHead(status, {
      ...headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(early && { connection: 'close' }),
    });
    response.end(words ?? (body === undefined ? undefined : JSON.stringify(body)));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (call, ...given) => void replies.set(call, given),
    waitFor: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    answerAll(reply) {
      otherwise = reply;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
