import { run } from '../run.ts';
import { captureTerminal } from '../testing/captured-terminal.ts';
import { cliUnderTest, SECRET, SERVICE } from '../testing/cli-under-test.ts';
import { type PlatformStandIn, startPlatformStandIn } from '../testing/platform-stand-in.ts';

const { gatehouse, platform } = cliUnderTest();
const LISTEN = `GET /services/${SERVICE}/listen`;
const BODY = '{"type":"user.updated", "data":{"userId":"é"}}';

let receiver: PlatformStandIn;
beforeEach(async () => {
  receiver = await startPlatformStandIn();
  receiver.answerAll({ status: 204 });
});
afterEach(() => receiver.close());

const event = (id: string, body = BODY) => ({
  id,
  kind: 'webhook',
  event: 'user.updated',
  url: 'https://meals.example.org/hooks',
  headers: { 'Content-Type': 'application/json', 'webhook-id': id, 'Content-Length': '999', host: 'meals' },
  body,
});
const callback = (id: string) => ({ ...event(id, '{"sub":"U"}'), kind: 'callback', event: null });
const polled = (next: string, ...messages: unknown[]) => ({ status: 200, body: { messages, next } });

/** Listens until `until` resolves, and gives what was printed. */
async function listenUntil(until: () => Promise<unknown>, ...args: string[]) {
  const ended = new AbortController();
  const env = { GATEHOUSE_URL: platform().url, OPERATOR_SECRET: SECRET };
  const terminal = captureTerminal(env, { interrupted: () => ended.signal });
  const running = run(['listen', '--forward-to', `${receiver.url}/hooks?a=b`, ...args], terminal);
  await Promise.race([until(), running]);
  ended.abort();
  return { exitCode: await running, ...terminal.written };
}

const ofService = ['--service', SERVICE];

test('posts each message with its own headers and text, in order, and moves the cursor on', async () => {
  platform().answer(
    LISTEN,
    polled('c0'),
    polled('c1', event('E1'), callback('C1')),
    polled('c2', event('E2')),
    'never',
  );
  const { exitCode, out, err } = await listenUntil(() => platform().waitFor(4), ...ofService);
  expect(platform().received.map(({ query }) => query)).toEqual([
    {},
    { after: 'c0', wait: '25' },
    { after: 'c1', wait: '25' },
    { after: 'c2', wait: '25' },
  ]);
  expect(receiver.received.map(({ method, path, query, text }) => [method, path, query.a, text])).toEqual([
    ['POST', '/hooks', 'b', BODY],
    ['POST', '/hooks', 'b', '{"sub":"U"}'],
    ['POST', '/hooks', 'b', BODY],
  ]);
  const [first] = receiver.received;
  expect(first?.headers).toMatchObject({
    'content-type': 'application/json',
    'webhook-id': 'E1',
    'content-length': String(Buffer.byteLength(BODY)),
    host: new URL(receiver.url).host,
  });
  expect(out.split('\n')).toEqual([
    expect.stringMatching(/^\d\d:\d\d:\d\d {2}user\.updated {12}204 {2}\d+ ms {2}E1$/),
    expect.stringMatching(/^\d\d:\d\d:\d\d {2}callback {16}204 {2}\d+ ms {2}C1$/),
    expect.stringMatching(/E2$/),
    '',
  ]);
  expect(err).toContain('Ctrl-C ends it.');
  expect(err).toContain('Messages forwarded: 3');
  expect(exitCode).toBe(0);
});

test('wanted events are asked for, and --json prints an object for each message', async () => {
  platform().answer(LISTEN, polled('c0'), polled('c1', event('E1')), 'never');
  receiver.answerAll({ status: 500 });
  const events = ['--events', 'user.updated,user.removed', '--events', 'user.removed'];
  const { out } = await listenUntil(() => platform().waitFor(3), ...ofService, ...events, '--json');
  expect(platform().received[0]?.query).toEqual({ events: 'user.updated,user.removed' });
  expect(JSON.parse(out)).toEqual({
    at: expect.any(String),
    id: 'E1',
    type: 'user.updated',
    status: 500,
    error: null,
    durationMs: expect.any(Number),
  });
});

test('a receiver that is away is said so, and the next message is posted', async () => {
  platform().answer(LISTEN, polled('c0'), polled('c1', event('E1')), polled('c2', event('E2')), 'never');
  const away = receiver;
  await away.close();
  const { out, exitCode } = await listenUntil(() => platform().waitFor(4), ...ofService);
  expect(out).toMatch(/no answer: ECONNREFUSED .* E1\n.*no answer: ECONNREFUSED .* E2\n$/);
  expect(exitCode).toBe(0);
  receiver = await startPlatformStandIn();
});

test('a platform that is away or busy for a while is asked again from the same cursor', async () => {
  platform().answer(
    LISTEN,
    polled('c0'),
    { status: 503, body: { detail: 'The service cannot be reached' } },
    { status: 429, body: { detail: 'Too many requests' } },
    polled('c1', event('E1')),
    'never',
  );
  const { err } = await listenUntil(() => platform().waitFor(5), ...ofService);
  expect(platform().received.map(({ query }) => query.after)).toEqual([undefined, 'c0', 'c0', 'c0', 'c1']);
  expect(receiver.received).toHaveLength(1);
  expect(err.match(/Trying again/g)).toHaveLength(1);
  expect(err.match(/Listening/g)).toHaveLength(2);
});

test('it begins again where its cursor is too old', async () => {
  const tooOld = { status: 410, body: { detail: 'The cursor is older than an hour' } };
  platform().answer(LISTEN, polled('c0'), tooOld, polled('c7'), polled('c8', event('E8')), 'never');
  const { err } = await listenUntil(() => platform().waitFor(5), ...ofService);
  expect(platform().received.map(({ query }) => query.after)).toEqual([
    undefined,
    'c0',
    undefined,
    'c7',
    'c8',
  ]);
  expect(receiver.received).toHaveLength(1);
  expect(err).toContain('begins again at now');
});

test('an interrupt ends an open poll at once', async () => {
  platform().answer(LISTEN, polled('c0'), 'never');
  expect(await listenUntil(() => platform().waitFor(2), ...ofService)).toMatchObject({
    exitCode: 0,
    out: '',
  });
});

test.each([
  [401, 'The secret is wrong'],
  [403, 'Only its own service'],
  [404, 'There is no such service'],
  [400, 'events: nobody.came is no event type'],
])('a %i ends it: it does not pass by itself', async (status, detail) => {
  platform().answer(LISTEN, { status, body: { detail } });
  const { exitCode, err } = await listenUntil(() => new Promise(() => {}), ...ofService);
  expect(exitCode).toBe(1);
  expect(err).toContain(detail);
  expect(platform().received).toHaveLength(1);
});

test('as a service, with its own secret, for itself', async () => {
  platform().answer('GET /services/school-meals/listen', { status: 404, body: { detail: 'no' } });
  const env = { GATEHOUSE_URL: platform().url, CLIENT_ID: 'school-meals', API_SECRET: SECRET };
  await run(['listen', '--forward-to', receiver.url], captureTerminal(env));
  const token = platform().received[0]?.headers.authorization?.split('.')[1] ?? '';
  expect(JSON.parse(Buffer.from(token, 'base64url').toString()).iss).toBe('school-meals');
});

test.each([
  [['listen', '--service', SERVICE], '--forward-to'],
  [['listen', '--service', SERVICE, '--forward-to', 'ftp://x'], 'http:// or https:// address'],
  [['listen', '--forward-to', 'http://localhost:1'], 'Which service?'],
  [['listen', '--service', SERVICE, '--forward-to', 'http://localhost:1', '--events', 'a,,b'], 'commas'],
])('%j is wrong usage, and asks nobody', async (args, words) => {
  const { exitCode, err } = await gatehouse(...args);
  expect(exitCode).toBe(2);
  expect(err).toContain(words);
  expect(platform().received).toEqual([]);
});
