import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Callback, verifyCallback } from '@gatehouse/client';

export interface Receiver {
  url: string;
  /** The verified callback to a path. Throws where one was not signed by the platform. */
  callbackAt(path: string): Callback | undefined;
  close(): void;
}

/** A service's receiver of callbacks: verifies each one. */
export async function startReceiver(apiSecret: string): Promise<Receiver> {
  const callbacks = new Map<string, Callback | Error>();
  const server = createServer(async (request, response) => {
    const { url = '', headers } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    try {
      const body = Buffer.concat(chunks);
      callbacks.set(url, verifyCallback({ headers, body, secrets: [apiSecret] }));
      response.writeHead(204).end();
    } catch (error) {
      callbacks.set(url, error as Error);
      response.writeHead(401).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    callbackAt(path) {
      const found = callbacks.get(path);
      if (found instanceof Error) throw found;
      return found;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
