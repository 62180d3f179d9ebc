import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNeighbours } from '@gatehouse/consumers/testing';
import {
  type InvitationState,
  messageContext,
  parseEvent,
  type RegistrationState,
  topics,
} from '@gatehouse/contracts';
import { emailIn } from '@gatehouse/contracts/testing';
import { type EventLog, openEventLog, replicate } from '@gatehouse/event-log';
import { type Caller, CREDENTIAL_HEADER, createCredentials } from '@gatehouse/http';
import type { Pace } from '@gatehouse/read-models';
import { createLogger, createSealer, idFrom } from '@gatehouse/runtime';
import { openStore, type Store } from '@gatehouse/store';
import { eventually, expectDocumented } from '@gatehouse/testing';
import { manifest } from '../manifest.ts';
import { start } from '../start.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads from an answer is what it then checks
  body: any;
}

export const DAY_MS = 86_400_000;
export type Known = InvitationState | RegistrationState;

export interface StartOptions {
  allowPrivateCallbacks?: boolean;
  /** What links begin with. */
  publicUrl?: string;
  storeUrl?: string | undefined;
  /** How fast instances agree on what is read. */
  pace?: Pace;
  /** What the app is given instead of the engines. */
  hostile?: { store: (store: Store) => Store; eventLog: (eventLog: EventLog) => EventLog };
}

/** Invitations alone on embedded engines in a directory of its own; events of other apps are published by hand. */
export async function startInvitationsUnderTest({
  allowPrivateCallbacks = true,
  publicUrl = 'http://localhost',
  storeUrl = 'sqlite:',
  hostile,
  pace,
}: StartOptions = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'gatehouse-invitations-'));
  let advancedMs = 0;
  const clock = { now: () => Date.now() + advancedMs };
  const now = () => clock.now();
  // A database of its own on a server that others use too.
  const name = storeUrl === 'sqlite:' ? 'invitations' : `invitations_${randomUUID().slice(0, 8)}`;
  const store = await openStore({ url: storeUrl, dataDir, name, collections: manifest.collections, now });
  const eventLog = await openEventLog({ url: 'sqlite:', dataDir, now });
  const sealer = createSealer(['a-master-key-for-tests']);
  const credentials = createCredentials(['an-internal-key-for-tests']);
  const logged: string[] = [];
  const log = createLogger({
    name: 'invitations',
    level: 'trace',
    destination: { write: (line) => void logged.push(line) },
  });
  const config = {
    HOST: '127.0.0.1',
    INVITATIONS_PORT: 0,
    INVITATION_TTL_DAYS: 28,
    METRICS_TOKEN: undefined,
    ALLOW_PRIVATE_CALLBACKS: allowPrivateCallbacks,
    PLATFORM_NAME: 'Gatehouse',
    SUPPORT_URL: undefined,
    SUPPORT_EMAIL: undefined,
    PRIVACY_URL: undefined,
    ACCESSIBILITY_URL: undefined,
    logo: undefined,
  };
  const running = await start({
    config,
    log,
    store: hostile?.store(store) ?? store,
    eventLog: hostile?.eventLog(eventLog) ?? eventLog,
    sealer,
    credentials,
    clock,
    publicUrl,
    tickIntervalMs: 100,
    ...(pace !== undefined && { pace }),
  });
  const neighbours = await createNeighbours(eventLog);
  const published: string[] = [];
  const states = new Map<string, Known>();
  const listeners: ((state: Known) => void)[] = [];
  const follower = await replicate({
    log: eventLog,
    topics: [topics.invitations.name],
    apply({ event, record }) {
      published.push(record.value);
      const state = parseEvent(event)?.data.state as Known;
      states.set(state.id, state);
      for (const listener of listeners) listener(state);
    },
  });

  async function send(
    caller: Caller | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers = {},
  ): Promise<Answer> {
    const form = body instanceof URLSearchParams;
    const response = await fetch(`${running.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(caller === undefined ? {} : { [CREDENTIAL_HEADER]: credentials.issue(caller) }),
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: form || typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status, headers: answered } = response;
    const contentType = answered.get('content-type') ?? undefined;
    const parsed = contentType?.includes('json') === true ? JSON.parse(text) : {};
    expectDocumented({ method, path, status, contentType, body: parsed });
    return { status, headers: answered, text, body: parsed };
  }

  return {
    url: running.url,
    store,
    clock,
    neighbours,
    send,
    logged,
    published,
    /** Every entity's last published state. */
    states,
    /** Called with every published state. */
    onState: (listener: (state: Known) => void) => void listeners.push(listener),
    operator: (method: string, path: string, body?: unknown) =>
      send({ kind: 'operator' }, method, path, body),
    page: (path: string, method = 'GET') => send({ kind: 'public' }, method, path),
    advance(ms: number) {
      advancedMs += ms;
    },
    /** Waits until an invitation is published in a status. */
    reached<S extends InvitationState['status']>(id: string, status: S) {
      return eventually(() => {
        const state = states.get(id);
        if (state?.kind !== 'invitation' || state.status !== status)
          throw new Error(`it is ${state?.status}`);
        return state as Extract<InvitationState, { status: S }>;
      });
    },
    /** The link and code of the email to be sent to this address. */
    emailTo(email: string, generation = 1) {
      return eventually(() => {
        const open = [...states.values()].find(
          (state) =>
            state.kind === 'registration' &&
            state.status === 'open' &&
            state.email?.toLowerCase() === email.toLowerCase() &&
            state.generation === generation,
        );
        if (open?.kind !== 'registration' || open.status !== 'open') throw new Error('no such registration');
        const { id = '', sealed = '' } = emailIn(open) ?? {};
        const { token, code } = JSON.parse(sealer.open(sealed, messageContext(id)));
        return { token, code, path: `/register/${token}`, registration: open };
      });
    },
    /** Fills the page as a browser would, and sends it. */
    async submit(path: string, fields: Record<string, string>): Promise<Answer> {
      const page = await send({ kind: 'public' }, 'GET', path);
      const form = new URLSearchParams();
      for (const [tag] of page.text.matchAll(/<input[^>]*>/g)) {
        const name = /name="([^"]*)"/.exec(tag)?.[1];
        if (name !== undefined) form.append(name, /value="([^"]*)"/.exec(tag)?.[1] ?? '');
      }
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      return send({ kind: 'public' }, 'POST', path, form);
    },
    async close() {
      await follower.close();
      await neighbours.close();
      await running.close();
      await eventLog.close();
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type InvitationsUnderTest = Awaited<ReturnType<typeof startInvitationsUnderTest>>;

/** An id that is the same in every run. */
export function testId(name: string): string {
  return idFrom('test', name);
}
