import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningApp } from '@gatehouse/app-process';
import { createNeighbours } from '@gatehouse/consumers/testing';
import { type EventLog, openEventLog } from '@gatehouse/event-log';
import { type Caller, CREDENTIAL_HEADER, createCredentials } from '@gatehouse/http';
import type { Pace } from '@gatehouse/read-models';
import { createLogger, createSealer, idFrom } from '@gatehouse/runtime';
import { startServiceRegistry } from '@gatehouse/service-registry';
import { openStore, type Store } from '@gatehouse/store';
import { eventually } from '@gatehouse/testing';
import type { SigninConfig } from '../config.ts';
import { manifest } from '../manifest.ts';
import { start } from '../start.ts';

export interface SigninOptions {
  config?: Partial<SigninConfig>;
  /** What links begin with. */
  publicUrl?: string;
  storeUrl?: string | undefined;
  /** How fast instances agree on what is read. */
  pace?: Pace;
  /** What the app is given instead of the engines. */
  hostile?: { store?: (store: Store) => Store; eventLog?: (eventLog: EventLog) => EventLog };
}

export const PUBLIC_URL = 'http://localhost:43890';

/** Sign-in alone on embedded engines in a directory of its own; events of other apps are published by hand. */
export async function startSigninUnderTest(options: SigninOptions = {}) {
  const { publicUrl = PUBLIC_URL, storeUrl = 'sqlite:', pace, hostile = {} } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-signin-'));
  let advancedMs = 0;
  const clock = { now: () => Date.now() + advancedMs };
  const now = () => clock.now();
  // A database of its own on a server that others use too.
  const name = storeUrl === 'sqlite:' ? 'signin' : `signin_${randomUUID().slice(0, 8)}`;
  const store = await openStore({ url: storeUrl, dataDir, name, collections: manifest.collections, now });
  const eventLog = await openEventLog({ url: 'sqlite:', dataDir, now });
  const sealer = createSealer(['a-master-key-for-tests']);
  const credentials = createCredentials(['the-newest-internal-key', 'an-internal-key-for-tests']);
  const logged: string[] = [];
  const log = createLogger({
    name: 'signin',
    level: 'trace',
    destination: { write: (line) => void logged.push(line) },
  });
  const config: SigninConfig = {
    HOST: '127.0.0.1',
    SIGNIN_PORT: 0,
    METRICS_TOKEN: undefined,
    ISSUER: publicUrl,
    SESSION_IDLE_MINUTES: 60,
    SESSION_HOURS: 10,
    SELF_REGISTRATION: true,
    CHALLENGES_PER_NETWORK: 1_000,
    SIGNING_KEY_DAYS: 90,
    ALLOW_PRIVATE_CALLBACKS: true,
    distributed: false,
    PLATFORM_NAME: 'Gatehouse',
    SUPPORT_URL: undefined,
    SUPPORT_EMAIL: undefined,
    PRIVACY_URL: undefined,
    ACCESSIBILITY_URL: undefined,
    logo: undefined,
    ...options.config,
  };
  const startOne = () =>
    start({
      config,
      log,
      store: hostile.store?.(store) ?? store,
      eventLog: hostile.eventLog?.(eventLog) ?? eventLog,
      sealer,
      credentials,
      clock,
      publicUrl,
      tickIntervalMs: 100,
      ...(pace !== undefined && { pace }),
    });
  const running = await startOne();
  const others: RunningApp[] = [];
  const neighbours = await createNeighbours(eventLog);
  const { registry: services, consumer } = await startServiceRegistry({ log: eventLog, logger: log, now });

  /** A request as the gateway passes it on. */
  const sendTo =
    (url: string) =>
    (
      caller: Caller | undefined,
      method: string,
      path: string,
      { body, headers = {} }: { body?: URLSearchParams | string; headers?: Record<string, string> } = {},
    ): Promise<Response> => {
      const credential = caller && { [CREDENTIAL_HEADER]: credentials.issue(caller) };
      return fetch(`${url}${path}`, {
        ...{ method, redirect: 'manual' },
        headers: { ...credential, ...headers },
        ...(body !== undefined && { body }),
      });
    };
  const send = sendTo(running.url);

  return {
    ...{ url: running.url, publicUrl, store, eventLog, sealer, clock, neighbours, logged, log, config, send },
    ...{ services, credentials },
    operator: (method: string, path: string) => send({ kind: 'operator' }, method, path),
    /** A further instance on the same store and log. */
    async another() {
      const other = await startOne();
      others.push(other);
      return { url: other.url, send: sendTo(other.url) };
    },
    advance(ms: number) {
      advancedMs += ms;
    },
    async close() {
      await neighbours.close();
      await consumer.close();
      for (const other of others) await other.close();
      await running.close();
      await eventLog.close();
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type SigninUnderTest = Awaited<ReturnType<typeof startSigninUnderTest>>;

/** An id that is the same in every run. */
export function testId(name: string): string {
  return idFrom('test', name);
}

/** Waits until the app is ready: its projections have what was published before it started. */
export async function ready({ url }: Pick<SigninUnderTest, 'url'>): Promise<void> {
  await eventually(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200));
}
