import { Writable } from 'node:stream';
import { createHealth, createLogger, createMetrics } from '@gatehouse/runtime';
import { type Caller, createApp, createCredentials, type Listening, listen } from '../index.ts';
import { things } from './thing-routes.ts';

export const credentials = createCredentials(['an internal key of some length']);
export const SERVICE = 'A5A5A5A5-0000-4000-8000-000000000001';
export const THING = 'b0b0b0b0-0000-4000-8000-00000000000b';
export const client: Caller = { kind: 'client', serviceId: SERVICE, clientId: 'Service-One' };
export const operator: Caller = { kind: 'operator' };

/** A request's content type and body, as JSON unless that is said otherwise. */
export const json = (value: unknown, type = 'application/json') => ({
  headers: { 'content-type': type },
  body: typeof value === 'string' ? value : JSON.stringify(value),
});

interface Answer {
  status: number;
  headers: Headers;
  body: { errors?: string[]; [member: string]: unknown };
}

/** The things' app, listening: started before the file's first test, and stopped after its last. */
export function servedThings() {
  /** The log's lines. */
  const lines: string[] = [];
  const log = createLogger({
    name: 'things',
    destination: new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    }),
  });
  let server: Listening;
  beforeAll(async () => {
    const app = createApp({
      routes: things,
      credentials,
      log,
      health: createHealth(),
      metrics: createMetrics('things'),
      publicUrl: 'https://things.example.org',
    });
    server = await listen(app, { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => server.close());

  async function ask(
    method: string,
    path: string,
    init: RequestInit = {},
    caller: Caller | undefined = client,
  ): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (caller !== undefined) headers.set('x-gatehouse-credential', credentials.issue(caller));
    const response = await fetch(server.url + path, { ...init, method, headers, redirect: 'manual' });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text.startsWith('{') ? JSON.parse(text) : { text },
    };
  }

  return { lines, ask, url: () => server.url, port: () => server.port };
}
