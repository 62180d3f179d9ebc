import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openKeys } from '@gatehouse/runtime';
import jwt from 'jsonwebtoken';
import { run } from './run.ts';
import { captureTerminal } from './testing/captured-terminal.ts';
import { type PlatformStandIn, startPlatformStandIn } from './testing/platform-stand-in.ts';

const SERVICE = '6D588FF9-F941-4E46-9EDE-DC60FE52A19F';
const USER = '4B5F04C7-BBDF-4D59-BD79-889DA7BFEC7F';
const ORGANISATION = '28F58A22-EDB9-4BBB-B03B-4001DC1399D2';
const SECRET = 'the-secret-of-the-operator';
const PAGE = { numberOfRecords: 1, page: 1, numberOfPages: 1 };

let platform: PlatformStandIn;
let directory: string;

beforeEach(async () => {
  platform = await startPlatformStandIn();
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'));
});

afterEach(async () => {
  await platform.close();
  rmSync(directory, { recursive: true });
});

async function gatehouse(...args: string[]) {
  const terminal = captureTerminal({ GATEHOUSE_URL: platform.url, OPERATOR_SECRET: SECRET });
  const exitCode = await run(args, terminal);
  return { exitCode, ...terminal.written };
}

function fileOf(name: string, content: Buffer | string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

describe('calls', () => {
  test('each bears a token of its own, of the operator, good for a minute', async () => {
    platform.answer('GET /manage/services', { status: 200, body: { services: [], ...PAGE } });
    await gatehouse('service', 'list', '--audience', 'us');
    const [scheme, token = ''] = platform.received[0]?.headers.authorization?.split(' ') ?? [];
    const claims = jwt.verify(token, SECRET, { algorithms: ['HS256'], audience: 'us' }) as jwt.JwtPayload;
    expect([scheme, claims.iss, Number(claims.exp) - Number(claims.iat)]).toEqual(['Bearer', 'operator', 60]);
  });

  test("the secret is found where a platform's data directory keeps it", async () => {
    const { OPERATOR_SECRET } = openKeys({
      dataDir: directory,
      env: {},
      distributed: false,
      names: ['OPERATOR_SECRET'],
    });
    platform.answer('GET /manage/services', { status: 200, body: { services: [], ...PAGE } });
    const terminal = captureTerminal({ DATA_DIR: '/nowhere', GATEHOUSE_URL: platform.url });
    expect(await run(['service', 'list', '--data-dir', directory], terminal)).toBe(0);
    const token = platform.received[0]?.headers.authorization?.slice('Bearer '.length) ?? '';
    expect(jwt.verify(token, OPERATOR_SECRET)).toMatchObject({ iss: 'operator' });
  });

  test('no secret anywhere is wrong usage, and asks nobody', async () => {
    const terminal = captureTerminal({ DATA_DIR: directory, GATEHOUSE_URL: platform.url });
    expect(await run(['service', 'list'], terminal)).toBe(2);
    expect(terminal.written.err).toContain('npm start');
    expect(platform.received).toEqual([]);
  });

  test('segments of a path are written so that they stay segments', async () => {
    await gatehouse('role', 'delete', SERVICE, 'a/../b?');
    expect(platform.received[0]?.path).toBe(`/manage/services/${SERVICE}/roles/a%2F..%2Fb%3F`);
  });
});

describe('answers', () => {
  test('a page as a table, with a remark where there is more', async () => {
    const users = [
      { id: USER, email: 'ann@school.example', given_name: 'Ann', family_name: 'Lee', status: 1 },
    ];
    platform.answer('GET /manage/users', {
      status: 200,
      body: { users, numberOfRecords: 3, page: 2, numberOfPages: 3 },
    });
    const { exitCode, out, err } = await gatehouse('user', 'list', '--page', '2', '--page-size', '1');
    expect(platform.received[0]?.query).toEqual({ page: '2', pageSize: '1' });
    expect(exitCode).toBe(0);
    expect(out.split('\n')[1]).toBe(`${USER}  ann@school.example  Ann         Lee          1`);
    expect(err).toContain('--page 3');
  });

  test('--json prints the answer as it came, wherever it stands', async () => {
    const body = { services: [{ id: SERVICE, clientId: 'meals' }], ...PAGE };
    platform.answer('GET /manage/services', { status: 200, body });
    expect(JSON.parse((await gatehouse('--json', 'service', 'list')).out)).toEqual(body);
    expect(JSON.parse((await gatehouse('service', 'list', '--json')).out)).toEqual(body);
  });

  test('--all walks the pages', async () => {
    platform.answer('GET /manage/users', {
      status: 200,
      body: { users: [{ id: USER }], numberOfRecords: 2, page: 1, numberOfPages: 2 },
    });
    const { out } = await gatehouse('user', 'list', '--all', '--json');
    expect(JSON.parse(out)).toMatchObject({ users: [{ id: USER }, { id: USER }], numberOfRecords: 2 });
    expect(platform.received.map(({ query }) => query.page)).toEqual(['1', '2']);
  });

  test('a secret is printed with a remark that it is the only time', async () => {
    platform.answer(`POST /manage/services/${SERVICE}/secret`, { status: 200, body: { apiSecret: 'new' } });
    const { out, err } = await gatehouse('service', 'rotate', SERVICE, '--overlap', '0');
    expect(out).toBe('apiSecret  new\n');
    expect(err).toContain('not shown again');
    expect(JSON.parse(platform.received[0]?.text ?? '')).toEqual({ overlapSeconds: 0 });
  });

  test('faults are listed one a line on stderr: 1', async () => {
    platform.answer('POST /manage/users', {
      status: 400,
      body: { detail: 'The request has faults', errors: ['email: is missing', 'given_name: is missing'] },
    });
    const { exitCode, out, err } = await gatehouse('user', 'create', '--family-name', 'Lee');
    expect({ exitCode, out, err }).toEqual({
      exitCode: 1,
      out: '',
      err: 'email: is missing\ngiven_name: is missing\n',
    });
  });

  test('what is not the platform is told apart: 1', async () => {
    platform.answer('GET /manage/services', { status: 302 });
    expect(await gatehouse('service', 'list')).toMatchObject({ exitCode: 1, out: '' });
  });

  test('nobody there: 3, with a hint', async () => {
    await platform.close();
    const { exitCode, err } = await gatehouse('service', 'list');
    expect(exitCode).toBe(3);
    expect(err).toContain('Is it running? npm start');
    platform = await startPlatformStandIn();
  });
});

describe('writes', () => {
  test('a change keeps what is not named', async () => {
    const held = {
      id: SERVICE,
      clientId: 'meals',
      name: 'Meals',
      redirectUris: ['https://a.example'],
      params: { a: '1' },
      status: 1,
    };
    platform.answer('GET /manage/services', { status: 200, body: { services: [held], ...PAGE } });
    platform.answer(`GET /manage/services/${SERVICE}`, { status: 200, body: held });
    platform.answer(`PUT /manage/services/${SERVICE}`, { status: 200, body: held });
    await gatehouse('service', 'set', 'Meals', '--description', 'Lunch', '--param', 'b=2', '--param', 'a=');
    expect(JSON.parse(platform.received.at(-1)?.text ?? '')).toEqual({
      clientId: 'meals',
      name: 'Meals',
      redirectUris: ['https://a.example'],
      params: { b: '2' },
      status: 1,
      description: 'Lunch',
    });
  });

  test('a grant, with everything called by name', async () => {
    platform.answer('GET /manage/users', { status: 200, body: { users: [{ id: USER }], ...PAGE } });
    platform.answer('GET /manage/organisations', {
      status: 200,
      body: { organisations: [{ id: ORGANISATION }], ...PAGE },
    });
    platform.answer('GET /manage/services', {
      status: 200,
      body: { services: [{ id: SERVICE, clientId: 'meals' }], ...PAGE },
    });
    const path = `/manage/users/${USER}/organisations/${ORGANISATION}/services/${SERVICE}`;
    platform.answer(`PUT ${path}`, { status: 201, body: { id: SERVICE, roles: ['READER'] } });
    const args = ['ann@school.example', '100001', 'meals', '--role', 'READER', '--identifier', 'k=v'];
    expect(await gatehouse('grant', 'set', ...args)).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(platform.received.at(-1)?.text ?? '')).toEqual({
      roles: ['READER'],
      identifiers: [{ key: 'k', value: 'v' }],
    });
  });

  test('a membership is an end user unless it says otherwise', async () => {
    const path = `/manage/users/${USER}/organisations/${ORGANISATION}`;
    platform.answer(`PUT ${path}`, { status: 201, body: { id: ORGANISATION, roleId: 0 } });
    await gatehouse('user', 'join', USER, ORGANISATION);
    await gatehouse('user', 'join', USER, ORGANISATION, '--role', 'approver');
    const bodies = platform.received
      .filter(({ method }) => method === 'PUT')
      .map(({ text }) => JSON.parse(text));
    expect(bodies).toEqual([{ roleId: 0 }, { roleId: 10000 }]);
  });

  test('an invitation, with its key', async () => {
    platform.answer(`POST /services/${SERVICE}/invitations`, { status: 202, body: { invitationId: 'I' } });
    const person = ['--email', 'ann@school.example', '--given-name', 'Ann', '--family-name', 'Lee'];
    const { out } = await gatehouse(
      'invite',
      SERVICE,
      ...person,
      '--source-id',
      '7',
      '--idempotency-key',
      'once',
    );
    expect(out).toBe('invitationId  I\n');
    expect(platform.received[0]?.headers['idempotency-key']).toBe('once');
    expect(JSON.parse(platform.received[0]?.text ?? '')).toEqual({
      sourceId: '7',
      given_name: 'Ann',
      family_name: 'Lee',
      email: 'ann@school.example',
    });
  });

  test('a removal says so, and nothing with --json', async () => {
    platform.answer(`DELETE /manage/users/${USER}`, { status: 204 });
    expect((await gatehouse('user', 'delete', USER)).out).toContain('removed');
    expect(await gatehouse('user', 'delete', USER, '--json')).toMatchObject({ exitCode: 0, out: '' });
  });
});

describe('import', () => {
  const CALL = 'POST /manage/organisations/import';
  const csv = `URN,Name\n${'100001,Hill School\n'.repeat(20_000)}`;
  const report = {
    read: 1,
    created: 1,
    updated: 0,
    unchanged: 0,
    missing: 0,
    rejected: [{ line: 2, reason: 'no' }],
  };
  const args = ['--source', 'gias-establishments'];

  test.each([
    ['plain', 'file.csv', csv],
    ['compressed', 'file.csv.gz', gzipSync(csv)],
  ])('a %s file is sent as text, then counted', async (_kind, name, content) => {
    platform.answer(CALL, { status: 200, body: report });
    const { exitCode, out, err } = await gatehouse('import', fileOf(name, content), ...args);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toContain('line  reason\n2     no\n');
    const [received] = platform.received;
    expect(received?.text).toBe(csv);
    expect(received?.query).toEqual({ source: 'gias-establishments' });
    expect(received?.headers['content-type']).toBe('text/csv');
  });

  test('the register of schools is meant where no other is named', async () => {
    platform.answer(CALL, { status: 200, body: report });
    expect((await gatehouse('import', fileOf('file.csv', csv))).exitCode).toBe(0);
    expect(platform.received[0]?.query).toEqual({ source: 'gias-establishments' });
  });

  test('somebody who looks sees a bar, on stderr', async () => {
    platform.answer(CALL, { status: 200, body: report });
    const terminal = captureTerminal({ GATEHOUSE_URL: platform.url, OPERATOR_SECRET: SECRET });
    const drawn: string[] = [];
    const err = Object.assign(terminal.err, { isTTY: true, write: (text: string) => drawn.push(text) });
    expect(await run(['import', fileOf('file.csv', csv), ...args], { ...terminal, err })).toBe(0);
    expect(drawn.join('')).toContain('100% of 0.4 MB');
    expect(terminal.written.out).not.toContain('%');
  });

  test('a charset is said', async () => {
    platform.answer(CALL, { status: 200, body: report });
    await gatehouse('import', fileOf('file.csv', csv), ...args, '--charset', 'utf-8');
    expect(platform.received[0]?.headers['content-type']).toBe('text/csv; charset=utf-8');
  });

  test('a refusal while the file is still being sent is told as it is: 1', async () => {
    platform.answer(CALL, { status: 400, body: { errors: ['The column URN is missing'] }, early: true });
    const path = fileOf('file.csv', csv.repeat(20));
    expect(await gatehouse('import', path, ...args)).toMatchObject({
      exitCode: 1,
      err: 'The column URN is missing\n',
    });
  });

  test('a damaged or missing file is wrong usage: 2', async () => {
    platform.answer(CALL, { status: 200, body: report });
    const whole = gzipSync(csv);
    const cut = await gatehouse('import', fileOf('cut.csv.gz', whole.subarray(0, whole.length / 2)), ...args);
    expect(cut.exitCode).toBe(2);
    expect(cut.err).toContain('cannot be read to its end');
    expect((await gatehouse('import', join(directory, 'none.csv'), ...args)).exitCode).toBe(2);
    expect((await gatehouse('import', directory, ...args)).exitCode).toBe(2);
  });
});

test('the program itself: exit code, stdout and stderr', async () => {
  platform.answer(`GET /manage/users/${USER}`, { status: 404, body: { detail: 'There is no such user' } });
  const env = { PATH: process.env.PATH, GATEHOUSE_URL: platform.url, OPERATOR_SECRET: SECRET };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), 'user', 'show', USER], {
    env,
  });
  const [out, err, exitCode] = await Promise.all([
    child.stdout.setEncoding('utf8').toArray(),
    child.stderr.setEncoding('utf8').toArray(),
    new Promise((resolve) => child.once('exit', resolve)),
  ]);
  expect({ exitCode, out: out.join(''), err: err.join('') }).toEqual({
    exitCode: 1,
    out: '',
    err: 'There is no such user\n',
  });
});
