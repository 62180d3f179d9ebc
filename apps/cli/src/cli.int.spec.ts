import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { openKeys } from '@gatehouse/runtime';
import jwt from 'jsonwebtoken';
import { run } from './run.ts';
import { captureTerminal } from './testing/captured-terminal.ts';
import { cliUnderTest, PAGE, SECRET, SERVICE, USER } from './testing/cli-under-test.ts';

const { directory, gatehouse, platform } = cliUnderTest();

describe('calls', () => {
  test('each bears a token of its own, of the operator, good for a minute', async () => {
    platform().answer('GET /manage/services', { status: 200, body: { services: [], ...PAGE } });
    await gatehouse('service', 'list', '--audience', 'us');
    const [scheme, token = ''] = platform().received[0]?.headers.authorization?.split(' ') ?? [];
    const claims = jwt.verify(token, SECRET, { algorithms: ['HS256'], audience: 'us' }) as jwt.JwtPayload;
    expect([scheme, claims.iss, Number(claims.exp) - Number(claims.iat)]).toEqual(['Bearer', 'operator', 60]);
  });

  test("the secret is found where a platform's data directory keeps it", async () => {
    const { OPERATOR_SECRET } = openKeys({
      dataDir: directory(),
      env: {},
      distributed: false,
      names: ['OPERATOR_SECRET'],
    });
    platform().answer('GET /manage/services', { status: 200, body: { services: [], ...PAGE } });
    const terminal = captureTerminal({ DATA_DIR: '/nowhere', GATEHOUSE_URL: platform().url });
    expect(await run(['service', 'list', '--data-dir', directory()], terminal)).toBe(0);
    const token = platform().received[0]?.headers.authorization?.slice('Bearer '.length) ?? '';
    expect(jwt.verify(token, OPERATOR_SECRET)).toMatchObject({ iss: 'operator' });
  });

  test('no secret anywhere is wrong usage, and asks nobody', async () => {
    const terminal = captureTerminal({ DATA_DIR: directory(), GATEHOUSE_URL: platform().url });
    expect(await run(['service', 'list'], terminal)).toBe(2);
    expect(terminal.written.err).toContain('npm start');
    expect(platform().received).toEqual([]);
  });

  test('segments of a path are written so that they stay segments', async () => {
    await gatehouse('role', 'delete', SERVICE, 'a/../b?', '--yes');
    expect(platform().received[0]?.path).toBe(`/manage/services/${SERVICE}/roles/a%2F..%2Fb%3F`);
  });

  test.each([
    [['role', 'set', SERVICE, '..', '--name', 'Readers'], 'error: .. names nothing\n'],
    [['role', 'show', SERVICE, '.'], 'error: . names nothing\n'],
    [['role', 'delete', SERVICE, '', '--yes'], 'error: An empty text names nothing\n'],
    [['policy', 'show', SERVICE, '..'], 'error: .. names nothing\n'],
    [['invitation', 'show', '.'], 'error: . names nothing\n'],
  ])('%j, which can be no segment, is wrong usage, and asks nobody', async (args, err) => {
    expect(await gatehouse(...args)).toEqual({ exitCode: 2, out: '', err });
    expect(platform().received).toEqual([]);
  });
});

describe('answers', () => {
  test('a page as a table, with a remark where there is more', async () => {
    const users = [
      { id: USER, email: 'ann@school.example', given_name: 'Ann', family_name: 'Lee', status: 1 },
    ];
    platform().answer('GET /manage/users', {
      status: 200,
      body: { users, numberOfRecords: 3, page: 2, numberOfPages: 3 },
    });
    const { exitCode, out, err } = await gatehouse('user', 'list', '--page', '2', '--page-size', '1');
    expect(platform().received[0]?.query).toEqual({ page: '2', pageSize: '1' });
    expect(exitCode).toBe(0);
    expect(out.split('\n')[1]).toBe(`${USER}  ann@school.example  Ann         Lee          1`);
    expect(err).toContain('--page 3');
  });

  test('--json prints the answer as it came, wherever it stands', async () => {
    const body = { services: [{ id: SERVICE, clientId: 'meals' }], ...PAGE };
    platform().answer('GET /manage/services', { status: 200, body });
    expect(JSON.parse((await gatehouse('--json', 'service', 'list')).out)).toEqual(body);
    expect(JSON.parse((await gatehouse('service', 'list', '--json')).out)).toEqual(body);
  });

  test('--all walks the pages', async () => {
    platform().answer('GET /manage/users', {
      status: 200,
      body: { users: [{ id: USER }], numberOfRecords: 2, page: 1, numberOfPages: 2 },
    });
    const { out } = await gatehouse('user', 'list', '--all', '--json');
    expect(JSON.parse(out)).toMatchObject({ users: [{ id: USER }, { id: USER }], numberOfRecords: 2 });
    expect(platform().received.map(({ query }) => query.page)).toEqual(['1', '2']);
  });

  test('a secret is printed with a remark that it is the only time', async () => {
    platform().answer(`POST /manage/services/${SERVICE}/secret`, { status: 200, body: { apiSecret: 'new' } });
    const { out, err } = await gatehouse('service', 'rotate', SERVICE, '--overlap', '0');
    expect(out).toBe('apiSecret  new\n');
    expect(err).toContain('not shown again');
    expect(JSON.parse(platform().received[0]?.text ?? '')).toEqual({ overlapSeconds: 0 });
  });

  test('faults are listed one a line on stderr: 1', async () => {
    platform().answer('POST /manage/users', {
      status: 400,
      body: { detail: 'The request has faults', errors: ['email: is missing', 'given_name: is missing'] },
    });
    const { exitCode, out, err } = await gatehouse('user', 'create', '--family-name', 'Lee');
    expect({ exitCode, out, err }).toEqual({
      exitCode: 1,
      out: '',
      err: 'error: The request has faults\n  --email: is missing\n  --given-name: is missing\n',
    });
  });

  test('what is not the platform is told apart: 1', async () => {
    platform().answer('GET /manage/services', { status: 302 });
    expect(await gatehouse('service', 'list')).toMatchObject({ exitCode: 1, out: '' });
  });

  test('what stands between answers: 1, with its status', async () => {
    platform().answerAll({ status: 403, text: '<html>403 Forbidden</html>' });
    expect(await gatehouse('service', 'list')).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('error: /manage/services was answered 403, and not by the platform.'),
    });
  });

  test('a record that something between says is missing is not made anew', async () => {
    platform().answerAll({ status: 404, text: '<html>404 Not Found</html>' });
    expect(await gatehouse('user', 'set', USER, '--given-name', 'Ann')).toMatchObject({ exitCode: 1 });
    expect(platform().received.map(({ method }) => method)).toEqual(['GET']);
  });

  test('nobody there: 3, with a hint', async () => {
    await platform().close();
    const { exitCode, err } = await gatehouse('service', 'list');
    expect(exitCode).toBe(3);
    expect(err).toContain('Is it running? npm start');
  });
});

test('the program itself: exit code, stdout and stderr', async () => {
  platform().answer(`GET /manage/users/${USER}`, { status: 404, body: { detail: 'There is no such user' } });
  const env = { PATH: process.env.PATH, GATEHOUSE_URL: platform().url, OPERATOR_SECRET: SECRET };
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
    err: 'error: There is no such user\n',
  });
});
