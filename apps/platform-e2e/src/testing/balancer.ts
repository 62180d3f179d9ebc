import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** One address for all instances of an app, like a service name in a cluster: connections go round-robin, past instances that refuse. */
export interface Balancer {
  readonly url: string;
  /** The ports of the instances, from now on. */
  use(ports: readonly number[]): void;
  close(): Promise<void>;
}

export async function balancer(): Promise<Balancer> {
  const open = new Set<Socket>();
  let targets: readonly number[] = [];
  let turn = 0;

  function join(client: Socket, ports: readonly number[]): void {
    const [port, ...others] = ports;
    if (port === undefined) {
      client.destroy();
      return;
    }
    const upstream = connect(port, '127.0.0.1');
    upstream.once('error', () => {
      if (upstream.connecting || upstream.bytesRead === 0) upstream.destroy();
    });
    const refused = () => join(client, others);
    upstream.once('error', refused);
    upstream.once('connect', () => {
      upstream.off('error', refused);
      open.add(upstream);
      for (const [from, to] of [[client, upstream] as const, [upstream, client] as const]) {
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
        from.pipe(to);
      }
      upstream.on('close', () => open.delete(upstream));
    });
  }

  const server = createServer((client) => {
    open.add(client);
    client.on('error', () => client.destroy());
    client.on('close', () => open.delete(client));
    turn++;
    join(client, [...targets.slice(turn % targets.length), ...targets.slice(0, turn % targets.length)]);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    use(ports) {
      targets = ports;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
