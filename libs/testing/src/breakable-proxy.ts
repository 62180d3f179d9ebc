import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a TCP server that can be broken like the server itself. */
export interface BreakableProxy {
  readonly port: number;
  /** As a killed server: connections are cut, new ones are refused. */
  cut(): Promise<void>;
  /** As a server that hangs: connections stay open and are taken, nothing is answered. */
  freeze(): void;
  /** From here on requests still reach the server, but instead of an answer the connection is cut. */
  loseAnswers(): void;
  /** As if nothing had been; after a cut, on the same port. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy on loopback in front of a server. */
export async function breakableProxy(target: { host: string; port: number }): Promise<BreakableProxy> {
  const pairs = new Set<readonly [client: Socket, upstream: Socket]>();
  let state: 'whole' | 'frozen' | 'mute' = 'whole';

  const server = createServer((client) => {
    const upstream = connect(target);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    client.on('data', (chunk) => {
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (state === 'mute') end();
      else client.write(chunk);
    });
    if (state === 'frozen') for (const socket of pair) socket.pause();
  });

  async function listen(port: number): Promise<number> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  async function cut(): Promise<void> {
    const closed = server.listening ? once(server, 'close') : undefined;
    server.close();
    for (const [client] of pairs) client.destroy();
    await closed;
  }

  const port = await listen(0);
  return {
    port,
    cut,
    close: cut,
    freeze() {
      state = 'frozen';
      for (const socket of [...pairs].flat()) socket.pause();
    },
    loseAnswers() {
      state = 'mute';
    },
    async heal() {
      state = 'whole';
      for (const socket of [...pairs].flat()) socket.resume();
      if (!server.listening) await listen(port);
    },
  };
}
