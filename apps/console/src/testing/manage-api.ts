import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A call that the console made. */
export interface Call {
  method: string;
  /** With its query. */
  url: string;
  path: string;
  query: Record<string, string>;
  authorization: string;
  correlationId: string;
  body: unknown;
}

type Scripted =
  | { status?: number; body?: unknown }
  | 'silence'
  | ((call: Call) => { status?: number; body?: unknown });

/** A gateway of the test's own: what is not scripted is 404. */
export async function manageApi() {
  const calls: Call[] = [];
  const answers = new Map<string, Scripted>();
  let forAll: Scripted | undefined;
  const server: Server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://gateway');
    const given = await text(request);
    const call: Call = {
      method: request.method ?? '',
      url: request.url ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      authorization: request.headers.authorization ?? '',
      correlationId: String(request.headers['x-correlation-id'] ?? ''),
      body: given === '' ? undefined : JSON.parse(given),
    };
    calls.push(call);
    const scripted = forAll ?? answers.get(`${call.method} ${call.path}`);
    if (scripted === 'silence') return;
    const answer = typeof scripted === 'function' ? scripted(call) : scripted;
    const status = answer === undefined ? 404 : (answer.status ?? 200);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer?.body ?? { status, detail: 'There is nothing here' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    /** `path`: without its query, such as `GET /manage/health`. */
    answer(path: string, scripted: Scripted) {
      answers.set(path, scripted);
    },
    /** Whatever is asked, until `forget`. */
    answerAll(scripted: Scripted) {
      forAll = scripted;
    },
    forget() {
      forAll = undefined;
      calls.length = 0;
      answers.clear();
    },
    changes: () => calls.filter(({ method }) => method !== 'GET'),
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type ManageApi = Awaited<ReturnType<typeof manageApi>>;

/** A page of a list, of one page. */
export function listed(name: string, records: readonly unknown[], more: object = {}) {
  return { body: { [name]: records, numberOfRecords: records.length, page: 1, numberOfPages: 1, ...more } };
}
