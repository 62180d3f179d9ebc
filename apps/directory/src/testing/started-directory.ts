import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildEvent, type EventType, parseEvent, type StateOf, topics } from '@gatehouse/contracts';
import { openEventLog } from '@gatehouse/event-log';
import { type Caller, CREDENTIAL_HEADER, createCredentials } from '@gatehouse/http';
import { createLogger, newId, systemClock } from '@gatehouse/runtime';
import { openStore } from '@gatehouse/store';
import { eventually, expectDocumented } from '@gatehouse/testing';
import { collections } from '../collections.ts';
import { start } from '../start.ts';

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
  headers: Headers;
}

type SeenEvent = NonNullable<ReturnType<typeof parseEvent>>;

const OPERATOR: Caller = { kind: 'operator' };
/** A client as the gateway names it. */
export const CLIENT: Caller = { kind: 'client', serviceId: newId(), clientId: 'a-client' };

/** The app alone on embedded engines in a directory of its own, and everything that it has published. */
export async function startedDirectory() {
  const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-directory-'));
  const now = () => systemClock.now();
  const store = await openStore({ url: 'sqlite:', dataDir, name: 'directory', collections, now });
  const eventLog = await openEventLog({ url: 'sqlite:', dataDir, now });
  const credentials = createCredentials(['an internal key for tests alone']);
  const app = await start({
    config: { DIRECTORY_PORT: 0, HOST: '127.0.0.1', METRICS_TOKEN: undefined },
    log: createLogger({ name: 'directory', level: 'silent' }),
    store,
    eventLog,
    credentials,
    clock: systemClock,
  });
  const seen: SeenEvent[] = [];
  const listener = await eventLog.consume({
    topics: [
      topics.users.name,
      topics.addressChanges.name,
      topics.organisations.name,
      topics.announcements.name,
    ],
    async handle(records) {
      for (const record of records) {
        const event = parseEvent(JSON.parse(record.value));
        if (event !== undefined) seen.push(event);
      }
    },
  });
  const publisher = await eventLog.publisher('neighbour');
  let version = 1_000;

  async function send(
    method: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer> | undefined,
    contentType: string,
    caller: Caller | undefined,
  ): Promise<Answer> {
    const response = await fetch(app.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': contentType }),
        ...(caller === undefined ? {} : { [CREDENTIAL_HEADER]: credentials.issue(caller) }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const parsed = text === '' ? undefined : JSON.parse(text);
    const { status, headers } = response;
    expectDocumented({
      method,
      path,
      status,
      contentType: headers.get('content-type') ?? undefined,
      body: parsed,
    });
    return { status, body: parsed, headers };
  }

  /** Waits until all that was written is in the log, and all of the log is seen. */
  async function allSeen(): Promise<void> {
    await eventually(async () => {
      if ((await store.outbox.read(1)).length > 0) throw new Error('not all is published yet');
    });
    await listener.reachEnd(5_000);
  }

  return {
    url: app.url,
    /** Makes a request as the operator, or as the given caller (undefined: without a credential). Bytes are sent unchanged. */
    request(method: string, path: string, body?: unknown, caller: Caller | undefined = OPERATOR) {
      const isReady = body === undefined || body instanceof Uint8Array;
      const given = isReady ? (body as Uint8Array<ArrayBuffer> | undefined) : JSON.stringify(body);
      return send(method, path, given, 'application/json', caller);
    },
    anonymously: (method: string, path: string) => send(method, path, undefined, '', undefined),
    import: (source: string, file: string | Uint8Array<ArrayBuffer>, contentType = 'text/csv') =>
      send('POST', `/manage/organisations/import?source=${source}`, file, contentType, OPERATOR),
    /** The events of one entity that are in the log, in order. */
    async eventsOf(id: string): Promise<SeenEvent[]> {
      await allSeen();
      return seen.filter((event) => event.subject === id);
    },
    async eventCount(): Promise<number> {
      await allSeen();
      return seen.length;
    },
    /** Publishes a neighbour's event, as that neighbour would; gives the event's id. */
    async publish<T extends EventType>(
      type: T,
      state: StateOf<T> & { id: string },
      actor = 'invitation:test',
    ): Promise<string> {
      version++;
      const origin = { correlationId: 'a-correlation', actor };
      const { topic, key, event } = buildEvent(type, { version, state }, origin, now());
      await publisher.publish([{ topic, key, value: JSON.stringify(event) }]);
      return String(event.id);
    },
    async close() {
      await listener.close();
      await publisher.close();
      await app.close();
      await eventLog.close();
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type StartedDirectory = Awaited<ReturnType<typeof startedDirectory>>;
