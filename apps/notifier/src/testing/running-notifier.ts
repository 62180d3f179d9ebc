import { mkdtemp, rm } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningApp } from '@gatehouse/app-process';
import type { BuiltEvent } from '@gatehouse/contracts';
import { type EventLog, openEventLog } from '@gatehouse/event-log';
import { type Caller, CREDENTIAL_HEADER, createCredentials, OWN_HEALTH_PATH } from '@gatehouse/http';
import type { Pace } from '@gatehouse/read-models';
import { type Clock, createLogger, createSealer, systemClock } from '@gatehouse/runtime';
import { openStore, type Store } from '@gatehouse/store';
import { expectDocumented } from '@gatehouse/testing';
import { collections } from '../collections.ts';
import type { NotifierConfig } from '../config.ts';
import type { Templates } from '../email/templates.ts';
import { start } from '../start.ts';

/** The notifier alone, on embedded engines in a directory of its own; its neighbours' events are published by hand. */
export interface RunningNotifier {
  readonly app: RunningApp;
  readonly store: Store;
  readonly eventLog: EventLog;
  readonly sealer: ReturnType<typeof createSealer>;
  publish(...events: BuiltEvent[]): Promise<void>;
  /** As the operator, or as another caller. */
  request(
    path: string,
    method?: string,
    kind?: 'operator' | 'public',
  ): Promise<{ status: number; body: unknown }>;
  /** As the operator, with a JSON body. */
  post(path: string, body: unknown): Promise<{ status: number; body: unknown }>;
  /** With a body, by whoever it is. */
  call(
    caller: Caller,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }>;
  /** Closes the app, as SIGTERM does. Until `restart` only the engines are there. */
  stop(): Promise<void>;
  /** Closes the app, where it is open, and opens it again on what it left. */
  restart(config?: Partial<NotifierConfig>): Promise<void>;
  /** Another instance on the same store and log. */
  another(config?: Partial<NotifierConfig>): Promise<RunningApp>;
  close(): Promise<void>;
}

export const settings: NotifierConfig = {
  NOTIFIER_PORT: 0,
  METRICS_TOKEN: undefined,
  HOST: '127.0.0.1',
  EMAIL_URL: 'mailbox:',
  EMAIL_FROM: 'Gatehouse <no-reply@gatehouse.example.org>',
  AUDIENCE: 'signin.education.gov.uk',
  ISSUER: undefined,
  DELIVERY_SCHEDULE: [0, 0.05, 0.05, 60],
  ALLOW_PRIVATE_CALLBACKS: true,
  AUDIT_DAYS: 400,
  WEBHOOK_DISABLE_DAYS: 5,
  OPERATOR_EMAIL: undefined,
  SUBSCRIPTIONS_URL: undefined,
  SUBSCRIPTIONS_TOKEN: undefined,
  PLATFORM_NAME: 'Gatehouse',
  SUPPORT_URL: undefined,
  SUPPORT_EMAIL: undefined,
  PRIVACY_URL: undefined,
  ACCESSIBILITY_URL: undefined,
  distributed: false,
};

/** What a test has a notifier use. */
export interface NotifierParts {
  clock?: Clock;
  lookup?: LookupFunction;
  templates?: Templates;
  pace?: Pace;
}

export async function runNotifier(
  config: Partial<NotifierConfig> = {},
  { clock = systemClock, lookup, templates, pace }: NotifierParts = {},
): Promise<RunningNotifier> {
  const dataDir = await mkdtemp(join(tmpdir(), 'notifier-'));
  const now = () => clock.now();
  const log = createLogger({ name: 'notifier', level: process.env.LOG_LEVEL ?? 'silent' });
  const sealer = createSealer(['a master key of some length']);
  const credentials = createCredentials(['an internal key of some length']);
  const store = await openStore({ url: 'sqlite:', dataDir, name: 'notifier', collections, now });
  const eventLog = await openEventLog({ url: 'sqlite:', dataDir, now });
  async function call(caller: Caller, method: string, path: string, given?: unknown) {
    const response = await fetch(`${app.url}${path}`, {
      method,
      headers: {
        [CREDENTIAL_HEADER]: credentials.issue(caller),
        ...(given !== undefined && { 'content-type': 'application/json' }),
      },
      ...(given !== undefined && { body: JSON.stringify(given) }),
    });
    const text = await response.text();
    const { status, headers } = response;
    const contentType = headers.get('content-type') ?? undefined;
    const body = contentType?.includes('json') ? JSON.parse(text) : text;
    if (path !== OWN_HEALTH_PATH) expectDocumented({ method, path, status, contentType, body });
    return { status, headers, body };
  }
  const open = (overrides: Partial<NotifierConfig>) =>
    start({
      config: { ...settings, ...config, ...overrides },
      log,
      store,
      eventLog,
      sealer,
      credentials,
      clock,
      publicUrl: 'https://signin.example.org',
      ...(lookup && { lookup }),
      ...(templates && { templates }),
      ...(pace && { pace }),
    });
  let app = await open({});
  const publisher = await eventLog.publisher('test');

  return {
    get app() {
      return app;
    },
    store,
    eventLog,
    sealer,
    async publish(...events) {
      for (let from = 0; from < events.length; from += 100) {
        await publisher.publish(
          events
            .slice(from, from + 100)
            .map(({ topic, key, event }) => ({ topic, key, value: JSON.stringify(event) })),
        );
      }
    },
    call,
    async request(path, method = 'GET', kind = 'operator') {
      const { status, body } = await call({ kind }, method, path);
      return { status, body };
    },
    async post(path, sent) {
      const { status, body } = await call({ kind: 'operator' }, 'POST', path, sent);
      return { status, body };
    },
    stop: () => app.close(),
    async restart(overrides = {}) {
      await app.close();
      app = await open(overrides);
    },
    another: (overrides = {}) => open(overrides),
    async close() {
      await app.close();
      await publisher.close();
      await eventLog.close();
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
