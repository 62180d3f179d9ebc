import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { RunningApp } from '@gatehouse/app-process';
import { createCredentials } from '@gatehouse/http';
import { createLogger, createSealer } from '@gatehouse/runtime';
import { openStore, type Store } from '@gatehouse/store';
import { type ConsoleConfig, readConfig } from '../config.ts';
import { manifest } from '../manifest.ts';
import { type ManageApi, manageApi } from './manage-api.ts';
import { createVisitor, type Visitor } from './visitor.ts';

export const SECRET = 'the secret of the operator';
export const PUBLIC_URL = 'https://gatehouse.example.org';
export const credentials = createCredentials(['an internal key of some length']);

/** The console on SQLite, in front of a gateway of the test's own, with a clock that the test sets. */
export function consoleUnderTest() {
  const clock = { at: Date.parse('2026-11-30T10:00:00Z'), now: () => clock.at };
  let logged = '';
  let dataDir: string;
  let store: Store;
  let api: ManageApi;
  let running: RunningApp;
  const others: RunningApp[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  });

  function startOne(changed: Partial<ConsoleConfig> = {}, publicUrl = PUBLIC_URL): Promise<RunningApp> {
    const config = { ...readConfig({ GATEWAY_URL: api.url, OPERATOR_SECRET: SECRET }), CONSOLE_PORT: 0 };
    return manifest.start({
      config: { ...config, ...changed },
      log: createLogger({ name: 'console', level: 'info', destination }),
      sealer: createSealer(['a master key of some length']),
      ...{ store, credentials, clock, publicUrl },
    });
  }

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'console-'));
    const { name, collections } = manifest;
    store = await openStore({ url: 'sqlite:', dataDir, name, collections, now: clock.now });
    api = await manageApi();
    running = await startOne();
  });
  beforeEach(() => api.forget());
  afterAll(async () => {
    for (const app of [running, ...others]) await app.close();
    await api.close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const visitor = (address?: string, at = running.url) => createVisitor(at, credentials, address);
  let visitors = 0;
  return {
    clock,
    api: () => api,
    store: () => store,
    logged: () => logged,
    visitor,
    /** Someone who is signed in, from an address of their own. */
    async operator(at?: string): Promise<Visitor> {
      visitors++;
      const signedIn = visitor(`198.51.100.${visitors}`, at);
      const answer = await signedIn.signIn(SECRET);
      if (answer.status !== 303) throw new Error(`the sign-in was answered ${answer.status}`);
      return signedIn;
    },
    async startAnother(changed: Partial<ConsoleConfig>, publicUrl?: string): Promise<RunningApp> {
      const app = await startOne(changed, publicUrl);
      others.push(app);
      return app;
    },
  };
}
