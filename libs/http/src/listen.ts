import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from '@gatehouse/runtime';
import { refuseConnection, refuseTunnel } from './refused-connection.ts';

export interface ListenOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** PEM texts: https instead of http. */
  tls?: { cert: string | Buffer; key: string | Buffer };
  /** How long `close` waits for requests in flight before it cuts them off. Default 8 s. */
  drainMs?: number;
}

export interface Listening {
  readonly server: Server;
  readonly port: number;
  /** Scheme, host and port; loopback where it listens everywhere. */
  readonly url: string;
  /** Takes no new connections, lets requests in flight finish, and closes the rest. */
  close(): Promise<void>;
}

const IDLE_CHECK_MS = 25;

const SETTINGS: ServerOptions = {
  keepAlive: true,
  /** Node parses no more. Less than the 64 KB that it reads at once, so that the cause (URL or headers) can be told. */
  maxHeaderSize: 48 * 1024,
  keepAliveTimeout: 72_000,
  headersTimeout: 30_000,
  requestTimeout: 600_000,
  /** The listener refuses a request without Host, as a problem. */
  requireHostHeader: false,
  noDelay: true,
};

function urlOf(scheme: string, host: string, port: number): string {
  const shown =
    host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  return `${scheme}://${shown}:${port}`;
}

async function drain(server: Server, drainMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false;
  });
  server.close();
  server.closeIdleConnections();
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const cut = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}

/** Why an address cannot be listened on, for the person who starts the process. */
const REFUSALS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'that port is taken already',
  EADDRNOTAVAIL: 'HOST should be an address of this machine',
  ENOTFOUND: 'HOST should be an address of this machine',
  EACCES: 'that port is not for everybody: take one above 1023',
};

async function takePort(server: Server, { host, port }: ListenOptions): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const words = REFUSALS[(error as { code?: string }).code ?? ''];
    if (words === undefined) throw error;
    throw new ConfigurationError([`HOST is "${host}" and a port is ${port}: ${words}`]);
  }
}

/**
 * Serves an app (Express, or any listener) at an address, with limits for clients from outside. The listener also gets the
 * requests that wait for `100 Continue`. Rejects with ConfigurationError where the address cannot be listened on.
 */
export async function listen(listener: RequestListener, options: ListenOptions): Promise<Listening> {
  const server: Server =
    options.tls === undefined ? createServer(SETTINGS) : createTlsServer({ ...SETTINGS, ...options.tls });
  server.on('request', listener);
  server.on('checkContinue', listener);
  server.on('checkExpectation', listener);
  server.on('clientError', refuseConnection);
  server.on('connect', refuseTunnel);
  await takePort(server, options);
  const { port } = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  return {
    server,
    port,
    url: urlOf(options.tls === undefined ? 'http' : 'https', options.host, port),
    close() {
      closing ??= drain(server, options.drainMs ?? 8_000);
      return closing;
    },
  };
}
