import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { RunningApp } from '@gatehouse/app-process';
import {
  buildEvent,
  SESSION_USE_PATH,
  type ServiceState,
  type SigningKey,
  serviceSecretContext,
} from '@gatehouse/contracts';
import { service } from '@gatehouse/contracts/testing';
import { type EventLog, openEventLog, type Publisher } from '@gatehouse/event-log';
import { createCredentials } from '@gatehouse/http';
import { createLogger, createSealer, newId } from '@gatehouse/runtime';
import { makeSigningKey, publishSigningKeys } from '@gatehouse/signing-keys/testing';
import { clientToken, eventually } from '@gatehouse/testing';
import { start } from '../start.ts';

export const INTERNAL_KEY = 'an internal key of some length';
const keys = {
  OPERATOR_SECRET: 'the operator’s secret',
  MASTER_KEY: ['a master key of some length'],
  INTERNAL_KEY: [INTERNAL_KEY],
};
const sealer = createSealer(keys.MASTER_KEY);
export const credentials = createCredentials(keys.INTERNAL_KEY);
export const operatorToken = clientToken('operator', keys.OPERATOR_SECRET);
export const PUBLIC_URL = 'https://id.example.org';
export const ISSUER = 'https://id.example.org:443';
export const SECRET = 'the secret of a service';

/** A request that a service behind the gateway received. */
export interface Seen {
  service: string;
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

/**
 * A gateway on a real event log, in front of services that record their requests. It starts before the file's first
 * test and stops after its last.
 */
export function gatewayUnderTest() {
  let dataDir: string;
  let eventLog: EventLog;
  let publisher: Publisher;
  let keysPublisher: Publisher;
  let gateway: RunningApp;
  let logged = '';
  const seen: Seen[] = [];
  /** What sign-in was told behind calls of people. */
  const sessionUses: Seen[] = [];
  const upstreams = new Map<string, { server: Server; answer: RequestListener | undefined }>();
  const log = createLogger({
    name: 'gateway',
    level: 'debug',
    destination: new Writable({
      write(chunk, _encoding, done) {
        logged += String(chunk);
        done();
      },
    }),
  });

  async function upstream(service: string): Promise<string> {
    const state = { server: createServer(), answer: undefined as RequestListener | undefined };
    state.server.on('request', async (request, response) => {
      if (state.answer !== undefined) return state.answer(request, response);
      // A client may leave within its body.
      const body = await text(request).catch(() => undefined);
      if (body === undefined) return;
      const { method, url, headers } = request;
      if (url === SESSION_USE_PATH) {
        sessionUses.push({ service, method, url, headers, body });
        response.end('{"quietMs":60000}');
        return;
      }
      seen.push({ service, method, url, headers, body });
      response.writeHead(200, { 'content-type': 'application/json', 'x-gatehouse-inside': 'yes' });
      response.end(JSON.stringify({ service }));
    });
    upstreams.set(service, state);
    state.server.listen(0, '127.0.0.1');
    await once(state.server, 'listening');
    return `http://127.0.0.1:${(state.server.address() as AddressInfo).port}`;
  }

  function upstreamOf(service: string) {
    const state = upstreams.get(service);
    if (state === undefined) throw new Error(`no ${service}`);
    return state;
  }

  const urlOf = (service: string) =>
    `http://127.0.0.1:${(upstreamOf(service).server.address() as AddressInfo).port}`;

  async function startGateway(
    more: {
      rateLimitPerMinute?: number;
      trustedProxies?: number;
      mailbox?: 'open' | 'operator';
      operatorConsole?: boolean;
    } = {},
  ) {
    const urls = {
      directory: urlOf('directory'),
      access: urlOf('access'),
      invitations: urlOf('invitations'),
      notifier: 'http://127.0.0.1:1',
      signin: urlOf('signin'),
      accounts: urlOf('accounts'),
      console: urlOf('console'),
    };
    const config = {
      host: '127.0.0.1',
      port: 0,
      urls,
      audience: 'signin.education.gov.uk',
      publicUrl: PUBLIC_URL,
      issuer: ISSUER,
      rateLimitPerMinute: more.rateLimitPerMinute ?? 0,
      trustedProxies: more.trustedProxies ?? 0,
      mailbox: more.mailbox ?? ('open' as const),
      operatorConsole: more.operatorConsole ?? true,
      identity: { name: 'Gatehouse' },
      secureCookies: false,
    };
    return start({
      config,
      keys,
      log,
      eventLog,
      openApi: '{"openapi":"3.1.0","info":{"title":"Gatehouse","version":"1"}}',
    });
  }

  let version = 0;
  /** Publishes a service's next state, as access does; gives its version. */
  async function publish(id: string, members: Partial<ServiceState> = {}, secret = SECRET): Promise<number> {
    version++;
    const state = service(id, {
      secrets: [
        {
          id: newId(),
          sealed: sealer.seal(secret, serviceSecretContext(id)),
          createdAt: new Date().toISOString(),
        },
      ],
      ...members,
    });
    const origin = { correlationId: 'c', actor: 'operator' };
    const { topic, key, event } = buildEvent(
      'gatehouse.access.service.v1',
      { version, state },
      origin,
      Date.now(),
    );
    await publisher.publish([{ topic, key, value: JSON.stringify(event) }]);
    return version;
  }

  let keysVersion = 0;
  /** Publishes the keys that count from now on, as signin does. */
  async function publishKeys(keys: readonly SigningKey[]): Promise<void> {
    await publishSigningKeys(keysPublisher, ++keysVersion, keys);
  }

  async function makeClient(): Promise<{ id: string; token: string }> {
    const id = newId();
    await publish(id);
    const token = clientToken(`client-${id.slice(0, 8)}`, SECRET);
    await eventually(async () => expect((await ask('/users', { token })).status).toBe(200));
    seen.length = 0;
    return { id, token };
  }

  async function ask(path: string, options: RequestInit & { token?: string; at?: string } = {}) {
    const { token, at = gateway.url, ...init } = options;
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    const response = await fetch(at + path, { ...init, headers, redirect: 'manual' });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text.startsWith('{') ? JSON.parse(text) : {},
    };
  }

  /** Says exactly these bytes, and gives all that came back before the connection closed or fell silent. */
  async function say(text: string, until = /\r\n\r\n[\s\S]*\}(?:\r\n0\r\n\r\n)?$/): Promise<string> {
    const socket = connect(gateway.port, '127.0.0.1');
    let answer = '';
    socket.on('error', () => undefined);
    socket.write(text);
    for await (const chunk of socket) {
      answer += String(chunk);
      if (until.test(answer)) break;
    }
    socket.destroy();
    return answer;
  }

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'gateway-'));
    eventLog = await openEventLog({ url: 'sqlite:', dataDir, now: Date.now });
    await eventLog.ensureTopics([{ name: 'access.services.v1' }]);
    await eventLog.ensureTopics([{ name: 'signin.keys.v1' }]);
    publisher = await eventLog.publisher('access');
    keysPublisher = await eventLog.publisher('signin');
    for (const service of ['directory', 'access', 'invitations', 'signin', 'accounts', 'console'])
      await upstream(service);
    gateway = await startGateway();
  });
  beforeEach(() => {
    seen.length = 0;
    for (const state of upstreams.values()) state.answer = undefined;
  });
  afterAll(async () => {
    await gateway.close();
    await eventLog.close();
    for (const { server } of upstreams.values()) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(dataDir, { recursive: true, force: true });
  });

  return {
    seen,
    sessionUses,
    ask,
    say,
    publish,
    publishKeys,
    signingKey: makeSigningKey(sealer, 'current'),
    makeClient,
    upstreamOf,
    urlOf,
    startGateway,
    /** The version that `publish` gives next. */
    nextVersion: () => version + 1,
    logged: () => logged,
    forgetLog() {
      logged = '';
    },
  };
}
