import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import {
  type CallbackClient,
  type CallbackClientOptions,
  createCallbackClient,
} from '../callback/callback-client.ts';

/** Longer than a test may take: what waited for it would not end. */
export const NEVER_MS = 600_000;

/** Callback clients, and receivers that say what a test makes them say, byte by byte; all is closed after each test. */
export function rawReceivers() {
  const opened: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  function opens<T extends { close(): unknown }>(one: T): T {
    opened.push(one);
    return one;
  }

  function client(options: Partial<CallbackClientOptions> = {}): CallbackClient {
    return opens(createCallbackClient({ allowPrivate: true, ...options }));
  }

  /** Its URL. */
  async function tcpServer(onSocket: (socket: Socket) => void, tls = false): Promise<string> {
    const sockets = new Set<Socket>();
    const server = tls ? createTlsServer({}, onSocket) : createServer(onSocket);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    opens({
      close() {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    });
    return `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  return { opens, client, tcpServer };
}
