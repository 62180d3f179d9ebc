import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './eventually.ts';

/** A request that a receiver took. */
export interface ReceivedCallback {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
}

/** How a receiver answers: a status, or its own way. */
export type Answer = number | ((response: ServerResponse, callback: ReceivedCallback) => void);

export interface CallbackReceiver {
  url: string;
  readonly received: ReceivedCallback[];
  /** What came to one path. */
  at(path: string): ReceivedCallback[];
  /** Waits until `count` callbacks came to a path. */
  waitFor(path: string, count?: number, timeoutMs?: number): Promise<ReceivedCallback[]>;
  /** How a path is answered from now on; the last of a list is repeated. Default 204. */
  answer(path: string, ...answers: Answer[]): void;
  close(): Promise<void>;
}

/** A service's side of callbacks: a real HTTP server whose answers are scripted by path. */
export async function callbackReceiver(port = 0): Promise<CallbackReceiver> {
  const received: ReceivedCallback[] = [];
  const scripts = new Map<string, Answer[]>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // The sender gave up: it counts as not received.
    }
    const path = request.url ?? '/';
    const callback = {
      path,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
      at: Date.now(),
    };
    received.push(callback);
    const script = scripts.get(path) ?? [];
    const answer = (script.length > 1 ? script.shift() : script[0]) ?? 204;
    if (typeof answer === 'number') response.writeHead(answer).end();
    else answer(response, callback);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const at = (path: string) => received.filter((callback) => callback.path === path);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    at,
    waitFor: (path, count = 1, timeoutMs = 30_000) =>
      eventually(
        () => {
          const callbacks = at(path);
          if (callbacks.length < count)
            throw new Error(`${callbacks.length} of ${count} callbacks at ${path}`);
          return callbacks;
        },
        { timeoutMs },
      ),
    answer: (path, ...answers) => void scripts.set(path, answers),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close').catch(() => {});
    },
  };
}
