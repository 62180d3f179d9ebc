import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningApp } from '@gatehouse/app-process';
import { createNeighbours } from '@gatehouse/consumers/testing';
import { service, user } from '@gatehouse/contracts/testing';
import { openEventLog } from '@gatehouse/event-log';
import { type Caller, CREDENTIAL_HEADER, createCredentials } from '@gatehouse/http';
import type { Pace } from '@gatehouse/read-models';
import { createLogger, createSealer, idFrom } from '@gatehouse/runtime';
import { openStore } from '@gatehouse/store';
import { eventually } from '@gatehouse/testing';
import type { AccountsConfig } from '../config.ts';
import { accountIdentitiesCollection } from '../identities/identities.store.ts';
import { manifest } from '../manifest.ts';
import { openParts } from '../open-parts.ts';
import { start } from '../start.ts';

export const PUBLIC_URL = 'http://localhost:43890';
/** The params of services: of a frontend, of the provider's own backend, of any other. */
const PARAMS = {
  frontend: { canUseAccounts: 'true' },
  protector: { canUpdateProtectedAttributes: 'true' },
  other: { canUseAccounts: 'false' },
};
export type ClientName = keyof typeof PARAMS | 'operator' | 'nobody';

export interface AccountsOptions {
  config?: Partial<AccountsConfig>;
  storeUrl?: string | undefined;
  pace?: Pace;
}

/** An id that is the same in every run. */
export function testId(name: string): string {
  return idFrom('test', name);
}

/** Accounts alone on embedded engines in a directory of its own; events of other apps are published by hand. */
export async function startAccountsUnderTest(options: AccountsOptions = {}) {
  const { storeUrl = 'sqlite:', pace } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-accounts-'));
  let advancedMs = 0;
  const now = () => Date.now() + advancedMs;
  const clock = { now };
  // A database of its own on a server that others use too.
  const name = storeUrl === 'sqlite:' ? 'accounts' : `accounts_${randomUUID().slice(0, 8)}`;
  const store = await openStore({ url: storeUrl, dataDir, name, collections: manifest.collections, now });
  const eventLog = await openEventLog({ url: 'sqlite:', dataDir, now });
  const sealer = createSealer(['a-master-key-for-tests']);
  const credentials = createCredentials(['an-internal-key-for-tests']);
  const logged: string[] = [];
  const destination = { write: (line: string) => void logged.push(line) };
  const log = createLogger({ name: 'accounts', level: 'trace', destination });
  const config: AccountsConfig = {
    ...{ HOST: '127.0.0.1', ACCOUNTS_PORT: 0, GATEWAY_PORT: 43_890, GATEWAY_URL: undefined },
    ...{ PUBLIC_URL, ISSUER: undefined, TLS_CERT: undefined, METRICS_TOKEN: undefined },
    ...{ ACCOUNTS_SIGN_IN_MINUTES: 120, ACCOUNTS_SESSION_HOURS: 24, ACCOUNTS_SESSION_IDLE_HOURS: 2 },
    ...{ SUBSCRIPTIONS_URL: undefined, SUBSCRIPTIONS_TOKEN: undefined },
    ...{ ALLOW_PRIVATE_CALLBACKS: true, distributed: false },
    ...options.config,
  };
  const startOne = () =>
    start({
      ...{ config, log, store, eventLog, sealer, credentials, clock, publicUrl: PUBLIC_URL },
      ...(pace !== undefined && { pace }),
    });
  const running = await startOne();
  const others: RunningApp[] = [];
  const neighbours = await createNeighbours(eventLog);
  await eventually(async () => {
    if (!(await fetch(`${running.url}/readyz`)).ok) throw new Error('not ready');
  });

  function callerOf(client: ClientName): Caller {
    if (client === 'operator') return { kind: 'operator' };
    if (client === 'nobody') return { kind: 'public' };
    return { kind: 'client', serviceId: testId(client), clientId: client };
  }

  /** A request as the gateway passes it on. */
  async function send(
    client: ClientName,
    method: string,
    path: string,
    { session, body, headers = {}, url = running.url }: SendOptions = {},
  ) {
    const isText = typeof body === 'string' || body instanceof URLSearchParams;
    const response = await fetch(`${url}${path}`, {
      ...{ method, redirect: 'manual' },
      headers: {
        [CREDENTIAL_HEADER]: credentials.issue(callerOf(client)),
        ...(body !== undefined && !isText && { 'content-type': 'application/json' }),
        ...(session !== undefined && { 'govuk-account-session': session }),
        ...headers,
      },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  for (const [client, params] of Object.entries(PARAMS)) {
    const id = testId(client);
    await neighbours.publish('gatehouse.access.service.v1', service(id, { params, clientId: client }));
  }
  const ping = { session: 'A'.repeat(43) };
  await eventually(async () => {
    const { status } = await send('frontend', 'GET', '/api/user', ping);
    if (status !== 401) throw new Error('the frontend is not known yet');
  });

  const parts = openParts({ config, store, sealer }, now);
  return {
    ...{ url: running.url, store, eventLog, sealer, credentials, clock, neighbours, logged, log, config },
    ...parts,
    send,
    identityDocuments: store.collection(accountIdentitiesCollection),
    /** A user as directory tells of them. */
    publishUser: (id: string, more: Parameters<typeof user>[1] = {}) =>
      neighbours.publish('gatehouse.directory.user.v1', user(id, more)),
    /** A further instance on the same store and log. */
    async another() {
      const other = await startOne();
      others.push(other);
      return other.url;
    },
    advance(ms: number) {
      advancedMs += ms;
    },
    async close() {
      await neighbours.close();
      for (const other of others) await other.close();
      await running.close();
      await eventLog.close();
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export interface SendOptions {
  session?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
  url?: string;
}

export type AccountsUnderTest = Awaited<ReturnType<typeof startAccountsUnderTest>>;
