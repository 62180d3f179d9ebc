import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventLog } from '@gatehouse/event-log';
import { type Caller, CREDENTIAL_HEADER, createCredentials } from '@gatehouse/http';
import type { Pace } from '@gatehouse/read-models';
import { type Clock, createLogger, createSealer, systemClock } from '@gatehouse/runtime';
import { openStore, type Store } from '@gatehouse/store';
import { expectDocumented } from '@gatehouse/testing';
import { type Dispatcher, getGlobalDispatcher } from 'undici';
import { collections } from '../collections.ts';
import type { AccessConfig } from '../config.ts';
import { start } from '../start.ts';
import { createNeighbours, type Neighbours } from './neighbours.ts';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads from an answer is what it then checks.
  body: any;
}

const MASTER_KEYS = ['a-master-key-for-tests'];
/** What the platform calls itself here. */
export const AUDIENCE = 'the-platform';
const INTERNAL_KEYS = ['an-internal-key-for-tests'];

/** Instances agree on the active generation in a fraction of a second, which is long for one process. */
export const QUICK_PACE: Pace = { lookMs: 20, staleMs: 150, settleMs: 300 };

/** Percent-encoded as by `fetch`, which would also remove `.` and `..`; the dispatcher sends a path unchanged. */
function withoutFolding(path: string): string {
  return path.replaceAll(/[^!-~]+/g, encodeURIComponent);
}

interface Options {
  clock?: Clock;
  pace?: Pace;
  /** The first instance, on whose data this one starts too; it owns the neighbours and closes last. */
  first?: { dataDir: string; neighbours: Neighbours };
  settings?: Partial<AccessConfig>;
  /** Wraps the store that access gets. */
  throughStore?: (store: Store) => Store;
}

/** Access alone on embedded engines in a directory of its own; its neighbours' events are published by hand. */
export async function startAccessUnderTest({
  clock = systemClock,
  pace,
  first,
  settings,
  throughStore = (store) => store,
}: Options = {}) {
  const dataDir = first?.dataDir ?? (await mkdtemp(join(tmpdir(), 'gatehouse-access-')));
  const now = () => clock.now();
  const store = await openStore({ url: 'sqlite:', dataDir, name: 'access', collections, now });
  const eventLog = await openEventLog({ url: 'sqlite:', dataDir, now });
  const sealer = createSealer(MASTER_KEYS);
  const credentials = createCredentials(INTERNAL_KEYS, clock);
  const logged: string[] = [];
  const destination = { write: (line: string) => void logged.push(line) };
  const running = await start({
    config: {
      ...{ HOST: '127.0.0.1', ACCESS_PORT: 0, USERS_WINDOW_DAYS: 7, METRICS_TOKEN: undefined },
      REQUEST_TTL_DAYS: 90,
      REQUEST_ESCALATION_DAYS: 7,
      ...{ AUDIENCE, ALLOW_PRIVATE_CALLBACKS: true, distributed: false, ...settings },
    },
    log: createLogger({ name: 'access', level: 'info', destination }),
    store: throughStore(store),
    eventLog,
    sealer,
    clock,
    credentials,
    ...(pace !== undefined && { pace }),
  });
  const neighbours = first?.neighbours ?? (await createNeighbours(eventLog));

  async function request(
    caller: Caller | undefined,
    method: string,
    path: string,
    body?: unknown,
    given: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await getGlobalDispatcher().request({
      origin: running.url,
      path: withoutFolding(path),
      method: method as Dispatcher.HttpMethod,
      headers: {
        ...given,
        ...(caller !== undefined && { [CREDENTIAL_HEADER]: credentials.issue(caller) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.body.text();
    const parsed = text === '' ? undefined : JSON.parse(text);
    const { statusCode: status, headers } = response;
    expectDocumented({
      method,
      path,
      status,
      contentType: headers['content-type']?.toString(),
      body: parsed,
    });
    return { status, headers, body: parsed };
  }

  return {
    url: running.url,
    dataDir,
    /** Its log lines, from `info` on. */
    logged,
    store,
    eventLog,
    sealer,
    neighbours,
    request,
    operator: (method: string, path: string, body?: unknown) =>
      request({ kind: 'operator' }, method, path, body),
    client: (serviceId: string, path: string) =>
      request({ kind: 'client', serviceId, clientId: 'irrelevant' }, 'GET', path),
    async close() {
      if (first === undefined) await neighbours.close();
      await running.close();
      await eventLog.close();
      await store.close();
      if (first === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type AccessUnderTest = Awaited<ReturnType<typeof startAccessUnderTest>>;
