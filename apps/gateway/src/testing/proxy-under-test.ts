import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, type LookupFunction, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import { beginExchange, type Listening, listen } from '@gatehouse/http';
import { createLogger } from '@gatehouse/runtime';
import { createProxy } from '../proxy/proxy.ts';

/** A proxy, listening, before a service of a test's own; all that a test opens is closed after it. */
export function proxyUnderTest() {
  const opened: { close(): unknown }[] = [];
  let logged = '';
  const log = createLogger({
    name: 'test',
    destination: new Writable({
      write(chunk, _encoding, done) {
        logged += String(chunk);
        done();
      },
    }),
  });
  beforeEach(() => {
    logged = '';
  });
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  async function service(answer: RequestListener) {
    const server = createServer(answer);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    opened.push({ close: () => server.closeAllConnections() }, { close: () => server.close() });
    return { server, url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) };
  }

  async function proxied(
    target: URL,
    timeoutMs: number,
    more: { lookup?: LookupFunction; draining?: AbortSignal } = {},
  ): Promise<Listening> {
    const proxy = createProxy({ target, log, timeoutMs, ...more });
    const listening = await listen(
      (request, response) => {
        beginExchange(response, 'c', log);
        proxy(request, response);
      },
      { host: '127.0.0.1', port: 0, drainMs: 0 },
    );
    opened.push(listening);
    return listening;
  }

  /** Sends exactly these bytes on a connection of their own. */
  function say({ port }: Listening, text: string): Socket {
    const socket = connect(port, '127.0.0.1');
    opened.push({ close: () => socket.destroy() });
    socket.write(text);
    return socket;
  }

  return { service, proxied, say, logged: () => logged };
}
