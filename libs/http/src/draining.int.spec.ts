import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { conflict } from '@gatehouse/errors';
import { createHealth, createLogger, createMetrics } from '@gatehouse/runtime';
import { CREDENTIAL_HEADER, createApp, createCredentials, type Listening, listen, route } from './index.ts';

const credentials = createCredentials(['an internal key of some length']);

const imports = ['/at-once', '/in-a-loop', '/half-way'].map((path) =>
  route({
    method: 'post',
    path,
    access: 'operator',
    summary: 'Refuses a file before it has come',
    bodyType: 'csv',
    responses: { 409: 'Always' },
    async handle({ stream }) {
      if (path === '/in-a-loop') for await (const _chunk of stream) break;
      if (path === '/half-way') await stream[Symbol.asyncIterator]().next();
      throw conflict('No');
    },
  }),
);

let server: Listening;
beforeAll(async () => {
  const app = createApp({
    routes: imports,
    credentials,
    log: createLogger({ name: 'things', level: 'silent' }),
    health: createHealth(),
    metrics: createMetrics('things'),
  });
  server = await listen(app, { host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close());

async function send(path: string, connection: string): Promise<{ status: number; text: string }> {
  const agent = new Agent({ keepAlive: true });
  const headers = {
    connection,
    'content-type': 'text/csv',
    [CREDENTIAL_HEADER]: credentials.issue({ kind: 'operator' }),
  };
  const sent = request(`${server.url}${path}`, { method: 'POST', agent, headers });
  const chunk = Buffer.alloc(64 * 1024, 'x');
  Readable.from(Array.from({ length: 150 }, () => chunk)).pipe(sent);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  sent.on('error', () => {});
  let text = '';
  for await (const part of answer) text += part;
  agent.destroy();
  return { status: answer.statusCode ?? 0, text };
}

const cases = imports.flatMap(({ path }) => ['keep-alive', 'close'].map((connection) => [path, connection]));

test.each(cases)(
  'a client refused while sending reads the answer: %s, %s',
  async (path = '', connection = '') => {
    for (let n = 0; n < 5; n++) {
      const { status, text } = await send(path, connection);
      expect(status).toBe(409);
      expect(JSON.parse(text)).toMatchObject({ code: 'conflict' });
    }
  },
);
